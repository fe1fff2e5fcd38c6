/**
 * The center over HTTP. Every answer is checked against the contract; whatever is not an answer of the contract (no
 * connection, too late, a proxy's page, a broken body) is `unreachable`: the center may or may not have done it.
 */
import {
  type CallAnswer,
  type CallName,
  type CallResult,
  type CenterClient,
  calls,
  Problem,
} from '../../center/contract/index.ts';
import type { Clock } from '../../hardware/clock.ts';
import type { CenterTime } from './center-time.ts';
import { centerDelays } from './delays.ts';

export interface HttpCenterOptions {
  /** `http://127.0.0.1:7070`, without a path. */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  /** Hears the Date of each answer that is one of the contract. */
  readonly time?: CenterTime;
}

export function httpCenterClient(options: HttpCenterOptions): CenterClient {
  const { baseUrl, clock, timeoutMs = centerDelays.answer, fetch: send = fetch, time } = options;
  return {
    async call(name, request) {
      const abort = new AbortController();
      const timer = clock.setTimeout(() => abort.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
      try {
        const response = await send(new URL(calls[name].path, baseUrl), {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json, application/problem+json' },
          body: JSON.stringify(request),
          signal: abort.signal,
          redirect: 'error',
        });
        const answer = readAnswer(name, response.status, await response.json());
        if (answer.ok) time?.heard(response.headers.get('date'));
        return answer;
      } catch (error) {
        return unreachable(error instanceof Error ? error.message : String(error));
      } finally {
        clock.clearTimeout(timer);
      }
    },
  };
}

/**
 * What a status and a JSON body mean. `unavailable` is a center that could not say yes or no: unreachable, to be asked
 * again; every other problem is its decision.
 */
export function readAnswer<Name extends CallName>(name: Name, status: number, body: unknown): CallResult<Name> {
  if (status === 200) {
    const answer = calls[name].answer.safeParse(body);
    return answer.success
      ? { ok: true, value: answer.data as CallAnswer<Name> }
      : unreachable(`an answer that is not one of ${name}`);
  }
  const problem = Problem.safeParse(body);
  if (!problem.success) return unreachable(`status ${status} without a problem`);
  if (problem.data.code === 'unavailable') return unreachable(problem.data.detail);
  return { ok: false, error: { kind: 'refused', problem: problem.data } };
}

/** For both clients: nothing was learned. */
export function unreachable(detail: string): { ok: false; error: { kind: 'unreachable'; detail: string } } {
  return { ok: false, error: { kind: 'unreachable', detail } };
}
