import type { CallName } from './contract/index.ts';
import type { OperatorCallName } from './contract/operator.ts';

/** What an HTTP server, or a test without one, hands to the center: the answer is a status and a JSON body. */
export interface CenterHandler {
  /**
   * `body` is unchecked; the answer is the call's own (status 200) or a Problem. Never throws.
   * @param who for the audit log, where whoever asks has proven it; else it is whom the request names.
   */
  handle(name: CallName | OperatorCallName, body: unknown, who?: string): Promise<{ status: number; body: unknown }>;
}
