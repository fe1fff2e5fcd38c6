import { PageMessage } from '../station/contract/index.ts';

export interface Sender {
  /** The address of the frame that sent it; null where the frame is gone. */
  readonly url: string | null;
  /** True for the window's own top frame. */
  readonly isTop: boolean;
}

export type Refusal = 'foreign-sender' | 'bad-message';

/**
 * Checks a message from the page before anything acts on it: our own page, its top frame, and a message that the
 * contract knows. Returns the message, or why it is refused (refusals are counted and logged, never answered).
 */
export function checkPageMessage(
  sender: Sender,
  message: unknown,
  ownAddress: string,
): { ok: true; message: PageMessage } | { ok: false; refusal: Refusal } {
  if (!sender.isTop || !sender.url?.startsWith(ownAddress)) return { ok: false, refusal: 'foreign-sender' };
  const parsed = PageMessage.safeParse(message);
  return parsed.success ? { ok: true, message: parsed.data } : { ok: false, refusal: 'bad-message' };
}
