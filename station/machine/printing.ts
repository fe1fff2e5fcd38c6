import { assign, enqueueActions, fromPromise, setup } from 'xstate';
import type { PrintError } from '../../hardware/printer/port.ts';
import type { Result } from '../../hardware/result.ts';
import { limits } from '../delays.ts';
import type { Receipt } from '../receipts/receipt.ts';
import type { StationDeps } from './deps.ts';
import { leaving, type SessionEnd } from './ends.ts';
import { passOn } from './pass-on.ts';
import { timeLimitMachine } from './time-limit.ts';

export interface PrintingInput {
  readonly receipt: Receipt;
  /** What the passenger can name to staff if it fails. */
  readonly reference: string | null;
}

export interface PrintingEnd {
  readonly printed: boolean;
  /** The passenger asked for a person when no receipt came out. */
  readonly staffCalled: boolean;
  readonly reference: string | null;
}

interface Context extends PrintingInput {
  readonly printed: boolean;
  readonly staffCalled: boolean;
  readonly failed: 'not-printed' | 'unknown';
}

/**
 * Prints one receipt and believes only the printer. "Try again" only where nothing came out: an original is printed at
 * most once (I6).
 */
export function printingMachine(deps: StationDeps) {
  return setup({
    types: {
      context: {} as Context,
      input: {} as PrintingInput,
      output: {} as PrintingEnd,
      events: {} as { type: 'touched' | 'continue' | 'call-staff' } | { type: 'receipt'; wanted: boolean },
      children: {} as { timeLimit: 'timeLimit'; print: 'print' },
    },
    actors: {
      timeLimit: timeLimitMachine(deps.clock),
      print: fromPromise<Result<'printed', PrintError>, Receipt>(({ input }) => deps.receipts.print(input)),
    },
    actions: { passOn: enqueueActions(passOn) },
    guards: {
      mayPrintAgain: ({ context, event }) =>
        event.type === 'receipt' && event.wanted && context.failed === 'not-printed',
    },
  }).createMachine({
    id: 'printing',
    context: ({ input }) => ({ ...input, printed: false, staffCalled: false, failed: 'unknown' }),
    on: { '*': { actions: 'passOn' } },
    initial: 'printing',
    states: {
      printing: {
        invoke: {
          src: 'print',
          id: 'print',
          input: ({ context }) => context.receipt,
          onDone: [
            {
              guard: ({ event }) => event.output.ok,
              target: 'ended',
              description: 'the printer says so',
              actions: assign({ printed: true }),
            },
            {
              target: 'failed',
              description: 'no proof',
              actions: assign({
                failed: ({ event }) =>
                  !event.output.ok && event.output.error.kind === 'unknown' ? 'unknown' : 'not-printed',
              }),
            },
          ],
          onError: { target: 'failed', description: 'defect', actions: assign({ failed: 'unknown' }) },
        },
      },
      failed: {
        invoke: { src: 'timeLimit', id: 'timeLimit', input: limits.printFailed, onDone: 'ended' },
        on: {
          receipt: [{ guard: 'mayPrintAgain', target: 'printing' }, { target: 'ended' }],
          continue: 'ended',
          'call-staff': { target: 'ended', actions: assign({ staffCalled: true }) },
        },
      },
      ended: { type: 'final' },
    },
    output: ({ context: { printed, staffCalled, reference } }) => ({ printed, staffCalled, reference }),
  });
}

/** How a session ends with its receipt. `idm`: the card that still lies there. */
export function afterPrinting({ printed, staffCalled, reference }: PrintingEnd, idm: string | null): SessionEnd {
  return staffCalled ? { kind: 'staff-called', reference } : leaving(idm, printed);
}
