/**
 * The center in the same process, for tests and torture: the same JSON, the same checks, and a line between the two
 * that can be broken on purpose.
 */
import type { CallName, CallResult, CenterClient } from '../../center/contract/index.ts';
import { type Clock, delay } from '../../hardware/clock.ts';
import { unreachable as forgotten } from '../../hardware/result.ts';
import { readAnswer, unreachable } from './client.ts';
import { centerDelays } from './delays.ts';

/** A CenterHandler (center/port.ts), as the station may name it without importing the center. */
export interface Handler {
  handle(name: CallName, body: unknown): Promise<{ status: number; body: unknown }>;
}

export type LineFault =
  | { readonly kind: 'none' }
  /** The request never arrives. */
  | { readonly kind: 'lose-request' }
  /** The center does it; nobody hears of it. */
  | { readonly kind: 'lose-answer' }
  /** Request and answer take this long in all; past the time-out the center does it all the same. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The request arrives twice, the second time `ms` later. */
  | { readonly kind: 'duplicate'; readonly ms: number }
  /** A proxy mixes two conversations up: the answer is about another transfer. */
  | { readonly kind: 'mix-up' }
  /** Something answers that is not the center. */
  | { readonly kind: 'garble' };

export interface HandlerClientOptions {
  readonly clock: Clock;
  readonly timeoutMs?: number;
  /** Asked once a call. */
  readonly fault?: (name: CallName, request: unknown) => LineFault;
}

export function handlerClient(handler: Handler, options: HandlerClientOptions): CenterClient {
  const { clock, timeoutMs = centerDelays.answer, fault = () => ({ kind: 'none' }) } = options;
  return {
    async call<Name extends CallName>(name: Name, request: unknown): Promise<CallResult<Name>> {
      const wire: unknown = JSON.parse(JSON.stringify(request));
      const ask = async (): Promise<CallResult<Name>> => {
        const { status, body } = await handler.handle(name, wire);
        return readAnswer(name, status, JSON.parse(JSON.stringify(body)));
      };
      const silence = async (): Promise<CallResult<Name>> => {
        await delay(clock, timeoutMs);
        return unreachable(`no answer within ${timeoutMs} ms`);
      };
      const what = fault(name, wire);
      switch (what.kind) {
        case 'none':
          return await ask();
        case 'lose-request':
          return await silence();
        case 'lose-answer':
          await ask();
          return await silence();
        case 'delay':
          return await Promise.race([later(clock, what.ms, ask), silence()]);
        case 'duplicate':
          void later(clock, what.ms, ask);
          return await ask();
        case 'mix-up':
          return aboutAnother(await ask());
        case 'garble':
          await ask();
          return unreachable('an answer that could not be read');
        default:
          return forgotten(what);
      }
    },
  };
}

function aboutAnother<Name extends CallName>(result: CallResult<Name>): CallResult<Name> {
  if (!result.ok || !('transferId' in result.value)) return result;
  return { ok: true, value: { ...result.value, transferId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' } };
}

async function later<Value>(clock: Clock, ms: number, act: () => Promise<Value>): Promise<Value> {
  await delay(clock, ms);
  return await act();
}
