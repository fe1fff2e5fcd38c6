/** What the room of devices asks the devices for; each answer is the device's own. */
import { fromCallback, fromPromise } from 'xstate';
import type { PrinterStatus } from '../../../hardware/printer/port.ts';
import { unreachable } from '../../../hardware/result.ts';
import type { StaffIntent } from '../../contract/staff.ts';
import type {
  BoardCounters,
  BoardLine,
  PrintTestEnd,
  ReaderTestResult,
  SelfTestName,
  SelfTestRecord,
  TestedDevice,
  TowerPart,
} from '../../contract/staff-devices.ts';
import { delays } from '../../delays.ts';
import type { StationDeps } from '../../machine/deps.ts';
import { type Receipt, selfTestReceipt } from '../../receipts/receipt.ts';
import { timeOf } from '../../wall-clock.ts';
import type { Who } from '../parts.ts';
import { testReader } from './reader-test.ts';
import { runSelfTest } from './self-test.ts';

/** What the board said when it was drawn last. */
export interface Drawn {
  readonly lines: readonly BoardLine[];
  readonly counters: BoardCounters;
}

export type DeviceEvents =
  | StaffIntent
  | { readonly type: 'touched' }
  | { readonly type: 'board.is'; readonly drawn: Drawn }
  | { readonly type: 'printer.is'; readonly status: PrinterStatus }
  | { readonly type: 'self-test.step'; readonly name: SelfTestName }
  | { readonly type: 'self-test.done'; readonly record: SelfTestRecord; readonly stored: boolean };

/** What was done, and by whom, on the audit log. */
export function note({ staff }: StationDeps, who: Who, act: string, detail: string | null): void {
  staff.audit.append({ kind: 'act', card: who.hash, act, detail });
}

export function deviceActors(deps: StationDeps) {
  const { devices } = deps.staff;
  const { clock } = deps;
  /** Printed again, it is the same slip (I6). */
  const slips = new WeakMap<SelfTestRecord, Receipt>();

  async function printed(receipt: Receipt): Promise<PrintTestEnd> {
    const answer = await deps.receipts.print(receipt);
    if (answer.ok) return 'printed';
    return answer.error.kind === 'unknown' ? 'unknown' : 'not-printed';
  }

  function testPage(): Receipt {
    return {
      kind: 'test-page',
      data: { on: deps.day.today?.businessDate ?? null, printer: devices.printer.description },
    };
  }

  function slipOf(record: SelfTestRecord): Receipt {
    const slip = slips.get(record) ?? selfTestReceipt(record);
    slips.set(record, slip);
    return slip;
  }

  async function tryNow(device: TestedDevice): Promise<void> {
    switch (device) {
      case 'reader':
        await devices.reader.tryNow();
        return;
      case 'printer':
        await devices.printer.tryNow();
        return;
      case 'tower':
        await devices.tower?.tryNow();
        return;
      case 'center':
        await devices.selfTestParts.askCenter();
        return;
      default:
        unreachable(device);
    }
  }

  return {
    watchBoard: fromCallback<DeviceEvents>(({ sendBack }) => {
      let timer = clock.setTimeout(draw, 0);
      function draw(): void {
        const drawn = { lines: devices.board(), counters: devices.counters(deps.refused()) };
        sendBack({ type: 'board.is', drawn });
        timer = clock.setTimeout(draw, delays.boardAgain);
      }
      return () => clock.clearTimeout(timer);
    }),
    /** Waits until a card lies there that was laid after the field had been empty, and asks it everything. */
    testCard: fromPromise<ReaderTestResult>(() => testReader(deps.card, clock)),
    look: fromPromise<'nothing' | 'something' | 'reader-failed'>(async () => {
      const seen = await deps.card.look();
      if (!seen.ok) return 'reader-failed';
      return seen.value.on === 'nothing' ? 'nothing' : 'something';
    }),
    tryNow: fromPromise<void, { device: TestedDevice }>(({ input }) => tryNow(input.device)),
    printTestPage: fromPromise<PrintTestEnd>(() => printed(testPage())),
    printSlip: fromPromise<PrintTestEnd, { record: SelfTestRecord | null }>(async ({ input }) =>
      input.record ? printed(slipOf(input.record)) : 'not-printed',
    ),
    /** Asks the printer itself, again and again: while its cover is open it may not say anything on its own. */
    watchPrinter: fromCallback<DeviceEvents>(({ sendBack }) => {
      let timer = clock.setTimeout(ask, 0);
      let isOver = false;
      async function ask(): Promise<void> {
        const status = await devices.printer.check();
        if (isOver) return;
        sendBack({ type: 'printer.is', status });
        timer = clock.setTimeout(ask, delays.paperWatch);
      }
      return () => {
        isOver = true;
        clock.clearTimeout(timer);
      };
    }),
    testTower: fromPromise<'taken' | 'disconnected', { part: TowerPart | null }>(async ({ input }) => {
      const taken = await devices.tower?.test(input.part);
      return taken?.ok ? 'taken' : 'disconnected';
    }),
    /** Every step is told as it begins. */
    selfTest: fromCallback<DeviceEvents, { who: Who }>(({ sendBack, input }) => {
      let isOver = false;
      void runSelfTest(devices.selfTestParts, (name) => {
        if (!isOver) sendBack({ type: 'self-test.step', name });
      }).then((steps) => {
        const { on, minute } = devices.watch.read();
        const kept = devices.selfTests.add({
          on,
          time: timeOf(minute),
          businessDate: deps.day.today?.businessDate ?? null,
          softwareVersion: devices.software,
          by: input.who.staffId,
          steps: [...steps],
        });
        const failed = steps.filter(({ result }) => result === 'fail').map(({ number }) => number);
        note(
          deps,
          input.who,
          'self-test',
          `No. ${kept.record.number}: ${failed.length === 0 ? 'passed' : `failed ${failed}`}`,
        );
        if (!isOver) sendBack({ type: 'self-test.done', ...kept });
      });
      return () => {
        isOver = true;
      };
    }),
  };
}
