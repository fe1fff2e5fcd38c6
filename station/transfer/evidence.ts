import type { Evidence, IsoDate } from '../../center/contract/index.ts';
import { toHex } from '../../hardware/bytes.ts';
import {
  BALANCE_CEILING_YEN,
  encodeRecord,
  nextNumber,
  PROCESS_POINT_CHARGE,
  TERMINAL_TICKET_MACHINE,
} from '../../hardware/card/icoca.ts';
import type { ValueChange, ValueSession } from '../../hardware/card/port.ts';
import { tagOf } from './reference.ts';

/** Where this machine stands, as its history records say it. */
export interface StationMark {
  /** Line and station, two bytes of hexadecimal: `0107`. */
  readonly code: string;
  /** Byte 15 of the record: bits 7–6 region of entry, 5–4 of exit (docs/facts/felica.md §4.3). */
  readonly region: number;
}

/** One transfer before anything irreversible: what was read, and what will be written. */
export interface Plan {
  readonly transferId: string;
  readonly on: IsoDate;
  readonly evidence: Evidence;
  readonly change: ValueChange;
}

/** Null: the card has no room for these points any more; the balance is not the one that was offered from. */
export function planTransfer(
  session: ValueSession,
  request: { readonly transferId: string; readonly points: number; readonly on: IsoDate },
  mark: StationMark,
): Plan | null {
  const { transferId, points, on } = request;
  const balanceYen = session.balanceYen + points;
  if (balanceYen > BALANCE_CEILING_YEN) return null;
  const updateNumber = nextNumber(session.updateNumber);
  const record = toHex(
    encodeRecord({
      terminal: TERMINAL_TICKET_MACHINE,
      process: PROCESS_POINT_CHARGE,
      date: on,
      entry: mark.code,
      exit: tagOf(transferId),
      balanceYen,
      sequence: updateNumber,
      region: mark.region,
    }),
  );
  const evidence: Evidence = {
    cardNumber: session.issue.cardNumber,
    idm: session.idm,
    balanceYen: session.balanceYen,
    updateNumber: session.updateNumber,
    anchor: session.history[0]?.raw ?? null,
    historyLength: session.history.length,
    record,
    points,
  };
  return { transferId, on, evidence, change: { balanceYen, updateNumber, record } };
}
