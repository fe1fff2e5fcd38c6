import { concat, fromHex, type Hex, toHex } from '../bytes.ts';
import type { CardKind, GatePassage, HistoryRecord, IssueData } from './port.ts';

// The blocks of an ICOCA and its relatives (docs/facts/felica.md §4), decoded and encoded. Decoders take any 16 bytes
// and show what is there: a balance above the ceiling is that balance, an impossible date is null.

/** Services of system 0003 (§4.1). Even: needs a key. */
export const Service = {
  issue: 0x0048,
  balanceKeyed: 0x0088,
  balanceOpen: 0x008b,
  historyKeyed: 0x090c,
  historyOpen: 0x090f,
  gateLogKeyed: 0x108c,
  gateLogOpen: 0x108f,
  entryOpen: 0x10cb,
} as const;

/** Areas that lead to the keyed services on the rig's cards (docs/sam.md); an issuer's SAM knows its own. */
export const KEYED_AREAS: readonly number[] = [0x0000, 0x0040, 0x0800];

export const HISTORY_BLOCKS = 20;
export const GATE_LOG_BLOCKS = 3;
/** The issuers' ceiling of stored fare in yen; not a rule of the wire (§4.2). */
export const BALANCE_CEILING_YEN = 20_000;

const word = (block: Uint8Array, at: number) => ((block[at] ?? 0) << 8) | (block[at + 1] ?? 0);
const wordLittle = (block: Uint8Array, at: number) => (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
const twoDigits = (value: number) => String(value).padStart(2, '0');

/** Block 008B/0 as far as it is publicly decoded (§4.2). */
export interface BalanceBlock {
  readonly balanceYen: number;
  /** 0–65535, wraps. */
  readonly updateNumber: number;
  /** High nibble of byte 8: 0 EX-IC, 2 Suica and others, 3 ICOCA. */
  readonly cardNibble: number;
}

export function decodeBalance(block: Uint8Array): BalanceBlock {
  return { balanceYen: wordLittle(block, 11), updateNumber: word(block, 14), cardNibble: (block[8] ?? 0) >> 4 };
}

/** The same block with another balance and number; what is not publicly decoded stays as it is. */
export function encodeBalance(before: Uint8Array, change: { balanceYen: number; updateNumber: number }): Uint8Array {
  const block = before.slice();
  block.set([change.balanceYen & 0xff, change.balanceYen >> 8], 11);
  block.set([change.updateNumber >> 8, change.updateNumber & 0xff], 14);
  return block;
}

/** The update number that follows this one (mod 65536). */
export function nextNumber(updateNumber: number): number {
  return (updateNumber + 1) & 0xffff;
}

const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Date as packed in two bytes, big endian: year − 2000, month, day in 7, 4 and 5 bits. Null: no such day. */
export function decodeDate(packed: number): string | null {
  const year = 2000 + (packed >> 9);
  const month = (packed >> 5) & 0xf;
  const day = packed & 0x1f;
  const days = (DAYS_IN_MONTH[month - 1] ?? 0) + (month === 2 && isLeap(year) ? 1 : 0);
  return day >= 1 && day <= days ? `${year}-${twoDigits(month)}-${twoDigits(day)}` : null;
}

/** The reverse; throws where `date` is no ISO date of 2000 to 2127, which is what the bytes can say. */
export function encodeDate(date: string): number {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  const packed = ((Number(year) - 2000) << 9) | (Number(month) << 5) | Number(day);
  if (packed < 0 || packed > 0xffff || decodeDate(packed) !== date)
    throw new RangeError(`no date that a card can hold: ${date}`);
  return packed;
}

/** Bits 15–11 hour, 10–5 minute, 4–0 seconds halved (§4.3, goods). */
function decodeTime(packed: number): string | null {
  const [hour, minute, second] = [packed >> 11, (packed >> 5) & 0x3f, (packed & 0x1f) * 2];
  if (hour > 23 || minute > 59 || second > 59) return null;
  return `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`;
}

/** Process codes of §4.3 whose bytes 6–9 are a time and a terminal, or a bus company and a stop: no stations. */
const GOODS: ReadonlySet<number> = new Set([0x46, 0x49, 0x4a, 0x4b, 0xc6, 0xcb]);
const BUS: ReadonlySet<number> = new Set([0x0d, 0x0f, 0x1f, 0x23]);

export function isUnused(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** One block of 090F; the difference to the record before it has to come from its neighbour. */
export function decodeRecord(block: Uint8Array, olderBalanceYen: number | null): HistoryRecord {
  const process = block[1] ?? 0;
  const hasStations = !GOODS.has(process) && !BUS.has(process);
  const balanceYen = wordLittle(block, 10);
  return {
    raw: toHex(block),
    terminal: block[0] ?? 0,
    process,
    payment: block[2] ?? 0,
    gate: block[3] ?? 0,
    date: decodeDate(word(block, 4)),
    time: GOODS.has(process) ? decodeTime(word(block, 6)) : null,
    entry: hasStations ? stationOf(block, 6) : null,
    exit: hasStations ? stationOf(block, 8) : null,
    balanceYen,
    deltaYen: olderBalanceYen === null ? null : balanceYen - olderBalanceYen,
    sequence: word(block, 13),
    region: block[15] ?? 0,
  };
}

function stationOf(block: Uint8Array, at: number): Hex | null {
  return word(block, at) === 0 ? null : toHex(block.subarray(at, at + 2));
}

/** Blocks of 090F, newest first, into records; unused blocks are left out. */
export function decodeHistory(blocks: readonly Uint8Array[]): HistoryRecord[] {
  const used = blocks.filter((block) => !isUnused(block));
  return used.map((block, index) => {
    const older = used[index + 1];
    return decodeRecord(block, older ? wordLittle(older, 10) : null);
  });
}

/** What goes into a history record; codes as in §4.3. */
export interface RecordFields {
  readonly terminal: number;
  readonly process: number;
  readonly payment?: number;
  readonly gate?: number;
  /** ISO date. */
  readonly date: string;
  /** Two bytes each, `0107`; `0000` where there is none. */
  readonly entry?: Hex;
  readonly exit?: Hex;
  readonly balanceYen: number;
  readonly sequence: number;
  readonly region?: number;
}

export function encodeRecord(fields: RecordFields): Uint8Array {
  const date = encodeDate(fields.date);
  return concat(
    Uint8Array.of(fields.terminal, fields.process, fields.payment ?? 0, fields.gate ?? 0, date >> 8, date & 0xff),
    fromHex(fields.entry ?? '0000'),
    fromHex(fields.exit ?? '0000'),
    Uint8Array.of(fields.balanceYen & 0xff, fields.balanceYen >> 8, 0),
    Uint8Array.of(fields.sequence >> 8, fields.sequence & 0xff, fields.region ?? 0),
  );
}

/** Terminal code of a ticket machine and process code of a point charge (§4.3). */
export const TERMINAL_TICKET_MACHINE = 0x08;
export const PROCESS_POINT_CHARGE = 0x48;

/**
 * The history record of a point charge at a ticket machine, 16 bytes: the shape of the real charges 4 and 10 of §4.4
 * with process 48. `station`: line and station bytes of this machine, `0107`. Balance and number as they are after it.
 */
export function pointChargeRecord(charge: {
  readonly date: string;
  readonly station: Hex;
  readonly balanceYen: number;
  readonly updateNumber: number;
  readonly region?: number;
}): Hex {
  return toHex(
    encodeRecord({
      terminal: TERMINAL_TICKET_MACHINE,
      process: PROCESS_POINT_CHARGE,
      date: charge.date,
      entry: charge.station,
      balanceYen: charge.balanceYen,
      sequence: charge.updateNumber,
      region: charge.region ?? 0,
    }),
  );
}

/** Byte 15 of the rig's issue block (docs/sam.md). */
const KIND_OF: ReadonlyMap<number, CardKind> = new Map<number, CardKind>([
  [0x01, 'icoca'],
  [0x02, 'smart-icoca'],
  [0x03, 'mobile-icoca'],
  [0x04, 'child-icoca'],
  [0x05, 'pass-without-sf'],
]);

const PREFIX = 'JW';

/** The issue block 0048/0 of a rig card: the 15 characters after JW in ASCII, and the card kind. Null: not one. */
export function decodeIssue(block: Uint8Array): IssueData | null {
  const tail = Buffer.from(block.subarray(0, 15)).toString('latin1');
  const cardKind = KIND_OF.get(block[15] ?? 0);
  if (!cardKind || !/^[0-9A-Z]{15}$/.test(tail)) return null;
  return { cardNumber: PREFIX + tail, cardKind };
}

export function encodeIssue(issue: IssueData): Uint8Array {
  const code = [...KIND_OF].find(([, kind]) => kind === issue.cardKind)?.[0] ?? 0;
  const block = concat(Buffer.from(issue.cardNumber.slice(PREFIX.length), 'latin1'), Uint8Array.of(code));
  const back = block.length === 16 ? decodeIssue(block) : null;
  if (back?.cardNumber !== issue.cardNumber) throw new RangeError('a card number is JW and 15 letters or digits');
  return block;
}

/** Blocks of 108F, newest first, into passages; unused blocks are left out (§4.5). */
export function decodeGateLog(blocks: readonly Uint8Array[]): GatePassage[] {
  return blocks.filter((block) => !isUnused(block)).map(decodePassage);
}

function decodePassage(block: Uint8Array): GatePassage {
  const kind = block[0] ?? 0;
  return {
    raw: toHex(block),
    // Bit 7: entry.
    direction: (kind & 0x80) !== 0 ? 'entry' : 'exit',
    kind,
    station: toHex(block.subarray(2, 4)),
    device: toHex(block.subarray(4, 6)),
    date: decodeDate(word(block, 6)),
    time: decodeClock(toHex(block.subarray(8, 10))),
    amountYen: wordLittle(block, 10),
  };
}

function decodeClock(digits: Hex): string | null {
  const time = `${digits.slice(0, 2)}:${digits.slice(2)}`;
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : null;
}

/**
 * Does what the card says of itself hold together, for writing value onto it? Null, or what is wrong (never with the
 * card's number). A gate entry moves the number without a record, so the newest record may be behind the number; it is
 * never ahead of it, and where the two are the same the balances are (design §3, docs/facts/felica.md §4.4).
 */
export function contradictionIn(
  balance: BalanceBlock,
  newest: Pick<HistoryRecord, 'balanceYen' | 'sequence'> | undefined,
): string | null {
  if (balance.balanceYen > BALANCE_CEILING_YEN) return 'the balance is above the ceiling';
  if (!newest) return null;
  const ahead = (balance.updateNumber - newest.sequence) & 0xffff;
  if (ahead >= 0x8000) return 'the newest record is newer than the balance';
  if (ahead === 0 && newest.balanceYen !== balance.balanceYen) return 'balance and newest record differ';
  return null;
}
