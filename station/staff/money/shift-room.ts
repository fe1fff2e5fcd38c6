import { assign, fromPromise, setup } from 'xstate';
import type { Result } from '../../../hardware/result.ts';
import type { Printed, ShiftReport } from '../../contract/staff-money.ts';
import type { StationDeps } from '../../machine/deps.ts';
import type { StaffBooks } from '../books.ts';
import type { Who } from '../parts.ts';
import type { StaffView } from '../rooms.ts';
import type { ShiftError } from '../shift.ts';
import { printedAs } from './printed.ts';
import { working } from './working.ts';

interface Context {
  readonly who: Who;
  readonly report: ShiftReport | null;
  readonly isClosed: boolean;
  readonly problem: ShiftError['kind'] | 'none-closed' | null;
  readonly printed: Printed;
}

type Report = Result<ShiftReport, ShiftError>;

/** The shift so far; closed, it is in the journal and goes on paper, also once more later. */
export function shiftRoom(deps: StationDeps, books: StaffBooks) {
  const { audit } = deps.staff;
  return setup({
    types: {
      context: {} as Context,
      input: {} as { who: Who },
      events: {} as { type: 'refresh' | 'close-shift' | 'show-last-shift' | 'print' | 'back' },
    },
    actors: {
      draft: fromPromise<Report>(() => books.draftShift()),
      close: fromPromise<Report>(() => books.closeShift()),
      last: fromPromise<ShiftReport | null>(() => books.lastShift()),
      print: fromPromise<Printed, ShiftReport>(async ({ input }) =>
        printedAs(await deps.receipts.print({ kind: 'shift', data: input })),
      ),
    },
    actions: {
      noteClosing: ({ context }) =>
        audit.append({ kind: 'act', card: context.who.hash, act: 'close-shift', detail: null }),
      broken: assign({ report: null, problem: 'storage' }),
    },
    guards: {
      isOpenReport: ({ context }) => context.report !== null && !context.isClosed,
      isClosedReport: ({ context }) => context.report !== null && context.isClosed,
    },
  }).createMachine({
    id: 'money',
    context: ({ input }) => ({ who: input.who, report: null, isClosed: false, problem: null, printed: null }),
    initial: 'adding',
    states: {
      adding: {
        invoke: {
          src: 'draft',
          onDone: { target: 'shown', actions: assign(({ event }) => shownOf(event.output, false)) },
          onError: { target: 'shown', actions: 'broken' },
        },
      },
      shown: {
        on: {
          refresh: 'adding',
          'close-shift': { guard: 'isOpenReport', target: 'closing' },
          'show-last-shift': 'looking',
          print: { guard: 'isClosedReport', target: 'printing' },
          back: 'left',
        },
      },
      closing: {
        tags: ['in-flight'],
        entry: 'noteClosing',
        invoke: {
          src: 'close',
          onDone: { target: 'shown', actions: assign(({ event }) => shownOf(event.output, true)) },
          onError: { target: 'shown', actions: 'broken' },
        },
      },
      looking: {
        invoke: {
          src: 'last',
          onDone: {
            target: 'shown',
            actions: assign(({ event }) =>
              event.output
                ? { report: event.output, isClosed: true, problem: null, printed: null }
                : { report: null, isClosed: false, problem: 'none-closed' as const, printed: null },
            ),
          },
          onError: { target: 'shown', actions: 'broken' },
        },
      },
      printing: {
        invoke: {
          src: 'print',
          input: ({ context }) => reportOf(context),
          onDone: { target: 'shown', actions: assign({ printed: ({ event }) => event.output }) },
          onError: { target: 'shown', actions: assign({ printed: 'unknown' }) },
        },
      },
      left: { type: 'final' },
    },
  });
}

function shownOf(report: Report, isClosed: boolean): Omit<Context, 'who'> {
  return report.ok
    ? { report: report.value, isClosed, problem: null, printed: null }
    : { report: null, isClosed: false, problem: report.error.kind, printed: null };
}

function reportOf({ report }: Context): ShiftReport {
  if (!report) throw new Error('no report to print');
  return report;
}

type Snapshot = ReturnType<ReturnType<typeof shiftRoom>['getInitialSnapshot']>;

export function shiftView(snapshot: Snapshot): StaffView | null {
  const { report, isClosed, problem, printed } = snapshot.context;
  switch (snapshot.value) {
    case 'adding':
    case 'looking':
      return working('adding-up', ['finish']);
    case 'closing':
      return working('closing-shift');
    case 'printing':
      return working('printing');
    case 'shown':
      return {
        body: { id: 'shift', report, isClosed, problem, printed },
        accepts: [
          ...(report && !isClosed ? (['close-shift'] as const) : []),
          ...(report && isClosed ? (['print'] as const) : (['show-last-shift'] as const)),
          'refresh',
          'back',
          'finish',
        ],
      };
    default:
      return null;
  }
}
