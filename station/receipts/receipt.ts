import type { HistoryRecord } from '../../hardware/card/port.ts';
import type { KeptBecause } from '../contract/screen.ts';
import type { SelfTestName, SelfTestRecord } from '../contract/staff-devices.ts';
import type { DecidedEnd, DecisionReason, ShiftReport } from '../contract/staff-money.ts';
import type { PointName } from '../contract/words.ts';
import type { OpenTransfer } from '../money.ts';

/** What a receipt says, without how it looks. Card numbers are here by their last four only (design §5). */
export type Receipt =
  | { readonly kind: 'registration'; readonly data: Registration }
  | { readonly kind: 'point-charge'; readonly data: PointCharge }
  | { readonly kind: 'history'; readonly data: History }
  | { readonly kind: 'unresolved'; readonly data: Unresolved }
  | { readonly kind: 'self-test'; readonly data: SelfTest }
  | { readonly kind: 'shift'; readonly data: ShiftReport }
  | { readonly kind: 'decision'; readonly data: DecisionSlip }
  | { readonly kind: 'finding'; readonly data: FindingSlip }
  | { readonly kind: 'test-page'; readonly data: TestPage };

export type ReceiptKind = Receipt['kind'];

export interface Registration {
  readonly cardTail: string;
  /** ISO dates. */
  readonly registeredOn: string;
  /** The first day on which an application is possible (R18); null: too late for one. */
  readonly earliestApplicationOn: string | null;
  /** True: the card had been registered before. */
  readonly already: boolean;
}

export interface PointCharge {
  readonly on: string;
  readonly cardTail: string;
  /** What a passenger reads to staff, `K7QF-2M9T`. */
  readonly reference: string;
  /** Points charged, which is yen. */
  readonly charge: number;
  /** Stored fare after it, yen. */
  readonly balanceYen: number;
  /** Null: the center has not answered yet. */
  readonly pointsLeft: number | null;
  readonly keptBecause: KeptBecause;
}

export interface History {
  readonly on: string;
  readonly cardTail: string | null;
  readonly balanceYen: number;
  /** Newest first, at most 20. */
  readonly records: readonly Pick<HistoryRecord, 'date' | 'process' | 'terminal' | 'deltaYen' | 'balanceYen'>[];
}

export interface Unresolved {
  readonly on: string;
  readonly cardTail: string;
  readonly reference: string;
  readonly charge: number;
  /** Stored fare before the charge, yen. */
  readonly balanceBeforeYen: number;
}

export interface SelfTest {
  readonly on: string | null;
  readonly softwareVersion: string;
  /** Null: not run, for the reason in `detail`. */
  readonly checks: readonly { readonly name: string; readonly good: boolean | null; readonly detail: string }[];
}

/** What staff decided about a transfer, for the file of the station and for its passenger. */
export interface DecisionSlip {
  readonly reference: string;
  readonly cardTail: string;
  readonly charge: number;
  /** Business dates of the transfer and of the decision; null: not known. */
  readonly on: string;
  readonly decidedOn: string | null;
  readonly end: DecidedEnd;
  readonly reason: DecisionReason;
  /** The end that the center has; null: it has not answered yet. */
  readonly stands: 'settled' | 'voided' | null;
}

/** What the card itself has shown staff about a transfer whose end was not known. */
export interface FindingSlip {
  readonly reference: string;
  readonly cardTail: string;
  readonly charge: number;
  /** Business dates of the transfer and of the finding; null: not known. */
  readonly on: string;
  readonly foundOn: string | null;
  readonly end: DecidedEnd;
}

export interface TestPage {
  readonly on: string | null;
  readonly printer: string;
}

/** What a receipt needs besides its data, known when it is printed. */
export interface Imprint {
  readonly stationName: string;
  /** The receipt's number: of the original also on every further print. Null: given as a QR code, which uses none up. */
  readonly number: number | null;
  /** False: a further print, marked 再発行 (I6). */
  readonly original: boolean;
  /** The name of the points in force (R14); null where the business date is not known. */
  readonly pointName: PointName | null;
}

/** The slip of a registration whose "done" has just been shown. */
export function registrationReceipt(registered: Registration): Receipt {
  const { cardTail, registeredOn, earliestApplicationOn, already } = registered;
  return { kind: 'registration', data: { cardTail, registeredOn, earliestApplicationOn, already } };
}

/** The receipt of a charge whose "done" has just been shown. */
export function pointChargeReceipt(charged: PointCharge): Receipt {
  const { on, cardTail, reference, charge, balanceYen, pointsLeft, keptBecause } = charged;
  return { kind: 'point-charge', data: { on, cardTail, reference, charge, balanceYen, pointsLeft, keptBecause } };
}

/** In the words of the slip; with their numbers, which staff know them by. */
const SELF_TEST_NAMES: Readonly<Record<SelfTestName, string>> = {
  sam: 'SAM（鍵の計算）',
  journal: '取引記録',
  disk: 'ディスク',
  center: 'センター',
  reader: 'カードリーダ',
  printer: 'プリンタ',
  tower: '表示灯',
  clock: '時計',
};

/** The slip of a self-test that was kept. */
export function selfTestReceipt({ number, on, time, softwareVersion, steps }: SelfTestRecord): Receipt {
  const checks = steps.map(({ number: at, name, result, detail }) => ({
    name: `${at} ${SELF_TEST_NAMES[name]}`,
    good: result === 'not-run' ? null : result === 'pass',
    detail,
  }));
  return { kind: 'self-test', data: { on, softwareVersion: `${softwareVersion} / No.${number} ${time}`, checks } };
}

/** The slip for a transfer whose end only staff can find out. */
export function unresolvedReceipt(transfer: OpenTransfer): Receipt {
  const { evidence, on, reference } = transfer;
  return {
    kind: 'unresolved',
    data: {
      on,
      reference,
      cardTail: evidence.cardNumber.slice(-4),
      charge: evidence.points,
      balanceBeforeYen: evidence.balanceYen,
    },
  };
}
