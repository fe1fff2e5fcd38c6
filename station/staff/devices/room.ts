/**
 * The room of devices: the board, and a test of each device. Every test asks the device and keeps what it answered; leaving
 * a test forgets it, except what was stored.
 */
import { assign, sendParent, setup } from 'xstate';
import type { PrinterStatus } from '../../../hardware/printer/port.ts';
import type {
  PaperRoll,
  PrintTestEnd,
  ReaderTestResult,
  SelfTestName,
  SelfTestRecord,
  TestedDevice,
  TowerPart,
} from '../../contract/staff-devices.ts';
import { delays } from '../../delays.ts';
import type { StationDeps } from '../../machine/deps.ts';
import type { Who } from '../parts.ts';
import type { RoomInput } from '../rooms.ts';
import { type DeviceEvents, type Drawn, deviceActors, note } from './room-actors.ts';

interface Context {
  readonly who: Who;
  readonly board: Drawn | null;
  readonly reader: ReaderTestResult | null;
  /** How the last test page or slip came out. */
  readonly printed: PrintTestEnd | null;
  /** Of the roll that goes out. */
  readonly oldRoll: PaperRoll | null;
  readonly part: TowerPart | null;
  readonly answer: 'taken' | 'disconnected' | null;
  readonly seen: Partial<Record<TowerPart, boolean>>;
  readonly running: SelfTestName | null;
  readonly selfTest: SelfTestRecord | null;
  readonly stored: boolean;
  readonly device: TestedDevice;
}

const IN_ORDER: readonly PrinterStatus[] = ['ready', 'paper-low'];

export function devicesMachine(deps: StationDeps) {
  const { devices } = deps.staff;
  function lastSelfTest(): SelfTestRecord | null {
    const kept = devices.selfTests.all();
    return kept.ok ? (kept.value.at(-1) ?? null) : null;
  }

  return setup({
    types: { context: {} as Context, input: {} as RoomInput, events: {} as DeviceEvents },
    actors: deviceActors(deps),
    actions: {
      lend: sendParent({ type: 'reader.lend' }),
      giveBack: sendParent({ type: 'reader.return' }),
      forget: assign({ reader: null, printed: null, part: null, answer: null, seen: {}, running: null, stored: true }),
      toldDevice: assign({
        device: ({ context, event }) => (event.type === 'try-now' ? event.device : context.device),
      }),
      noteTry: ({ context }) => note(deps, context.who, 'try-now', context.device),
      signalAgain: () => void devices.tower?.test(null),
      newRoll: ({ context }) => {
        devices.roll.changed(deps.day.today?.businessDate ?? null);
        const { oldRoll } = context;
        note(deps, context.who, 'paper-changed', oldRoll && `${oldRoll.receipts} receipts, ${oldRoll.millimetres} mm`);
      },
      notePageTest: ({ context, event }) => {
        if (event.type !== 'page-tested') return;
        note(deps, context.who, `${event.test}-test`, `${event.tried - event.missed} of ${event.tried}`);
      },
    },
    guards: {
      opens: ({ event }, { test }: { test: string }) => event.type === 'open-test' && event.test === test,
      hasTower: ({ event }) => event.type === 'open-test' && event.test === 'tower' && devices.tower !== null,
      isOpen: ({ event }) => event.type === 'printer.is' && event.status === 'cover-open',
      isInOrder: ({ event }) => event.type === 'printer.is' && IN_ORDER.includes(event.status),
      isWithoutPaper: ({ event }) => event.type === 'printer.is' && event.status === 'paper-out',
      cameOut: ({ context }) => context.printed === 'printed',
      hasRecord: ({ context }) => context.selfTest !== null,
    },
    delays: { again: delays.lookAgain, afterReaderError: delays.lookAgainAfterReaderError },
  }).createMachine({
    id: 'devices',
    context: ({ input }) => ({
      who: input.who,
      board: null,
      reader: null,
      printed: null,
      oldRoll: null,
      part: null,
      answer: null,
      seen: {},
      running: null,
      selfTest: null,
      stored: true,
      device: 'reader',
    }),
    initial: 'board',
    states: {
      board: {
        entry: 'forget',
        invoke: { src: 'watchBoard' },
        on: {
          'board.is': { actions: assign({ board: ({ event }) => event.drawn }) },
          'open-tests': 'tests',
          back: 'left',
          'try-now': { target: 'trying', actions: ['toldDevice', 'noteTry'] },
        },
      },
      /** From the board: the link to the center. */
      trying: {
        invoke: {
          src: 'tryNow',
          input: ({ context }) => ({ device: context.device }),
          onDone: 'board',
          onError: 'board',
        },
      },
      tests: {
        entry: 'forget',
        on: {
          back: 'board',
          'open-test': [
            { guard: { type: 'opens', params: { test: 'reader' } }, target: 'reader' },
            { guard: { type: 'opens', params: { test: 'printer' } }, target: 'printer' },
            { guard: 'hasTower', target: 'tower' },
            { guard: { type: 'opens', params: { test: 'touch' } }, target: 'touch' },
            { guard: { type: 'opens', params: { test: 'keys' } }, target: 'keys' },
            { guard: { type: 'opens', params: { test: 'sound' } }, target: 'sound' },
            { guard: { type: 'opens', params: { test: 'self-test' } }, target: 'selfTest' },
          ],
        },
      },
      reader: {
        // The card of the one who is at work may be taken: another one is laid.
        entry: 'lend',
        exit: 'giveBack',
        initial: 'ready',
        on: { back: 'tests' },
        states: {
          ready: {
            on: {
              'test-reader': 'emptying',
              'try-now': { target: 'trying', actions: ['toldDevice', 'noteTry'] },
            },
          },
          trying: {
            invoke: {
              src: 'tryNow',
              input: ({ context }) => ({ device: context.device }),
              onDone: 'ready',
              onError: 'ready',
            },
          },
          /** What lies there now is the staff card, or what was tested before. */
          emptying: {
            entry: assign({ reader: null }),
            initial: 'looking',
            states: {
              looking: {
                invoke: {
                  src: 'look',
                  onDone: [
                    { guard: ({ event }) => event.output === 'nothing', target: '#devices.reader.waiting' },
                    { guard: ({ event }) => event.output === 'reader-failed', target: '#devices.reader.testing' },
                    { target: 'pausing' },
                  ],
                  onError: 'pausing',
                },
              },
              pausing: { after: { again: 'looking' } },
            },
          },
          waiting: {
            initial: 'looking',
            states: {
              looking: {
                invoke: {
                  src: 'look',
                  onDone: [
                    { guard: ({ event }) => event.output === 'nothing', target: 'pausing' },
                    { target: '#devices.reader.testing' },
                  ],
                  onError: 'pausing',
                },
              },
              pausing: { after: { again: 'looking' } },
            },
          },
          testing: {
            invoke: {
              src: 'testCard',
              onDone: {
                target: 'ready',
                actions: [
                  assign({ reader: ({ event }) => event.output }),
                  ({ context, event }) => note(deps, context.who, 'reader-test', event.output.card.kind),
                ],
              },
              onError: 'ready',
            },
          },
        },
      },
      printer: {
        initial: 'ready',
        on: { back: 'tests' },
        states: {
          ready: {
            on: {
              'print-test-page': 'printing',
              'change-paper': '#devices.paper',
              'try-now': { target: 'trying', actions: ['toldDevice', 'noteTry'] },
            },
          },
          printing: {
            entry: assign({ printed: null }),
            invoke: {
              src: 'printTestPage',
              onDone: {
                target: 'ready',
                actions: [
                  assign({ printed: ({ event }) => event.output }),
                  ({ context, event }) => note(deps, context.who, 'test-page', event.output),
                ],
              },
              onError: 'ready',
            },
          },
          trying: {
            invoke: {
              src: 'tryNow',
              input: ({ context }) => ({ device: context.device }),
              onDone: 'ready',
              onError: 'ready',
            },
          },
        },
      },
      paper: {
        entry: assign({ oldRoll: () => devices.roll.roll, printed: null }),
        initial: 'openCover',
        on: { back: 'printer' },
        states: {
          openCover: {
            invoke: { src: 'watchPrinter' },
            on: { 'printer.is': { guard: 'isOpen', target: 'putPaper', description: 'cover open' } },
          },
          putPaper: {
            invoke: { src: 'watchPrinter' },
            on: {
              'printer.is': [
                { guard: 'isInOrder', target: 'print', description: 'closed, with paper', actions: 'newRoll' },
                { guard: 'isWithoutPaper', target: 'openCover', description: 'closed, without paper' },
              ],
            },
          },
          print: {
            entry: assign({ printed: null }),
            invoke: {
              src: 'printTestPage',
              onDone: { target: 'asked', actions: assign({ printed: ({ event }) => event.output }) },
              onError: { target: 'asked', actions: assign({ printed: 'unknown' }) },
            },
          },
          asked: { always: [{ guard: 'cameOut', target: 'done' }, { target: 'notPrinted' }] },
          notPrinted: { on: { 'print-test-page': 'print' } },
          done: { on: { confirm: '#devices.tests' } },
        },
      },
      tower: {
        exit: 'signalAgain',
        initial: 'ready',
        on: { back: 'tests' },
        states: {
          ready: {
            on: {
              'test-tower': { target: 'asking', actions: assign({ part: ({ event }) => event.part, answer: null }) },
              'tower-seen': {
                actions: [
                  assign({ seen: ({ context, event }) => ({ ...context.seen, [event.part]: event.seen }) }),
                  ({ context, event }) =>
                    note(deps, context.who, 'tower-test', `${event.part} ${event.seen ? 'seen' : 'not seen'}`),
                ],
              },
              'try-now': { target: 'trying', actions: ['toldDevice', 'noteTry'] },
            },
          },
          asking: {
            invoke: {
              src: 'testTower',
              input: ({ context }) => ({ part: context.part }),
              onDone: { target: 'ready', actions: assign({ answer: ({ event }) => event.output }) },
              onError: { target: 'ready', actions: assign({ answer: 'disconnected' }) },
            },
          },
          trying: {
            invoke: {
              src: 'tryNow',
              input: ({ context }) => ({ device: context.device }),
              onDone: 'ready',
              onError: 'ready',
            },
          },
        },
      },
      touch: { on: { back: 'tests', 'page-tested': { target: 'tests', actions: 'notePageTest' } } },
      keys: { on: { back: 'tests', 'page-tested': { target: 'tests', actions: 'notePageTest' } } },
      sound: { on: { back: 'tests', 'page-tested': { target: 'tests', actions: 'notePageTest' } } },
      selfTest: {
        entry: assign({ selfTest: lastSelfTest }),
        initial: 'ready',
        states: {
          ready: {
            on: {
              back: '#devices.tests',
              'run-self-test': 'running',
              'print-self-test': { guard: 'hasRecord', target: 'printing' },
            },
          },
          running: {
            // It looks at the reader: whoever watches the staff card waits meanwhile.
            entry: ['lend', assign({ printed: null })],
            exit: ['giveBack', assign({ running: null })],
            invoke: { src: 'selfTest', input: ({ context }) => ({ who: context.who }) },
            on: {
              'self-test.step': { actions: assign({ running: ({ event }) => event.name }) },
              'self-test.done': {
                target: 'ready',
                actions: assign({ selfTest: ({ event }) => event.record, stored: ({ event }) => event.stored }),
              },
            },
          },
          printing: {
            entry: assign({ printed: null }),
            invoke: {
              src: 'printSlip',
              input: ({ context }) => ({ record: context.selfTest }),
              onDone: { target: 'ready', actions: assign({ printed: ({ event }) => event.output }) },
              onError: { target: 'ready', actions: assign({ printed: 'unknown' }) },
            },
          },
        },
      },
      left: { type: 'final' },
    },
  });
}
