/**
 * JSON lines or CSV from outside: one event or opening posting a line. The same file may come again: what is known is left.
 * A refused line changes nothing and is reported with its number; the others are taken.
 */
import { z } from 'zod';
import { campaignOn } from '../points/index.ts';
import { successorOf } from './cards.ts';
import { CardNumber, IsoDate } from './contract/index.ts';
import { csvHeader, csvRecord, type Read } from './csv.ts';
import type { CenterDatabase } from './database.ts';
import { addEvent, CenterEvent, Measure, Person } from './events.ts';
import { balancesOf, type Entry, post } from './ledger/ledger.ts';
import { storeRegistration } from './registration.ts';
import { reissue } from './reissue.ts';
import { lockCard, lockImports, one, type Sql } from './sql.ts';
import { noteGrantedBefore } from './tangled-persons.ts';
import { unreachable } from './unreachable.ts';

/** A posting that is booked as it stands: what a card had before this center, or a correction by staff. */
export const OpeningPosting = z.strictObject({
  type: z.literal('posting'),
  /** Without an id, a posting could not be told from the same one sent again. */
  id: z.string().regex(/^[\w.:-]{1,64}$/),
  on: IsoDate,
  card: CardNumber,
  /** Positive: to the card. Negative: from it. */
  points: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((points) => points !== 0, 'must not be 0'),
  kind: z.enum(['grant', 'point-charge', 'correction', 'carried-over']),
  measure: Measure.nullable().default(null),
  /** Who was granted the measure, so that the grant run does not grant it again. */
  person: Person.nullable().default(null),
});
export type OpeningPosting = z.infer<typeof OpeningPosting>;

export interface Refused {
  /** Counted from 1. */
  readonly line: number;
  readonly why: string;
}

export interface ImportReport {
  readonly added: number;
  readonly knownBefore: number;
  readonly refused: readonly Refused[];
}

/** What one line came to: taken, known, or why not. */
type Taken = { readonly kind: 'added' } | { readonly kind: 'known-before' } | { readonly kind: 'refused'; why: string };

/** Lines that share a transaction: a kill loses at most these, and the next import brings them again. */
const BATCH = 500;
/** Longer than any event by far. */
export const LINE_LIMIT = 10_000;

/** Not one line of it can be understood. */
export class FileRefused extends Error {}

export type ImportFormat = 'json-lines' | 'csv';

/** The same in numbers. */
export interface ImportCount {
  readonly added: number;
  readonly knownBefore: number;
  readonly refused: number;
  /** False: `onRefused` had enough, and what follows was not read. */
  readonly complete: boolean;
}

/** `importEach`, with the refused lines in a list: for what is small. */
export async function importLines(
  db: CenterDatabase,
  lines: AsyncIterable<string>,
  today: string,
  format: ImportFormat = 'json-lines',
): Promise<ImportReport> {
  const refused: Refused[] = [];
  const { added, knownBefore } = await importEach(db, lines, today, format, (line) => refused.push(line) > 0);
  return { added, knownBefore, refused };
}

/**
 * Memory does not grow with the lines.
 * @param lines with or without their ends; a CSV line without one was cut off (lines.ts).
 * @param today the business date; lines dated after it are refused. O(lines).
 * @param onRefused hears of each refused line in turn; false: read no further. What was read until then is booked.
 */
export async function importEach(
  db: CenterDatabase,
  lines: AsyncIterable<string>,
  today: string,
  format: ImportFormat,
  onRefused: (refused: Refused) => boolean,
): Promise<ImportCount> {
  const total = { added: 0, knownBefore: 0, refused: 0, complete: true };
  let batch: ReadLine[] = [];
  let header: readonly string[] | null = null;
  const takeBatch = async (): Promise<void> => {
    const lines = batch;
    for (const { line, taken } of await db.write(() => takeLines(lines, today))) {
      if (taken.kind === 'added') total.added += 1;
      else if (taken.kind === 'known-before') total.knownBefore += 1;
      else {
        total.refused += 1;
        if (!onRefused({ line, why: taken.why })) total.complete = false;
      }
    }
    batch = [];
  };
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    if (format === 'csv' && header === null) {
      header = csvHeader(text);
      if (header === null) throw new FileRefused(`line ${line}: it has to name the fields, "type" among them`);
      continue;
    }
    batch.push({ line, read: text.length > LINE_LIMIT ? tooLong : header ? csvRecord(header, text) : jsonLine(text) });
    if (batch.length < BATCH) continue;
    await takeBatch();
    if (!total.complete) return total;
  }
  await takeBatch();
  return total;
}

interface ReadLine {
  readonly line: number;
  readonly read: Read;
}

const tooLong: Read = { ok: false, why: `longer than ${LINE_LIMIT} characters` };

function jsonLine(text: string): Read {
  try {
    return { ok: true, json: JSON.parse(text) };
  } catch {
    return { ok: false, why: 'not JSON' };
  }
}

function* takeLines(batch: readonly ReadLine[], today: string): Sql<readonly { line: number; taken: Taken }[]> {
  const results: { line: number; taken: Taken }[] = [];
  yield* lockImports();
  for (const { line, read } of batch) results.push({ line, taken: yield* takeLine(read, today) });
  return results;
}

const Line = z.discriminatedUnion('type', [...CenterEvent.options, OpeningPosting]);

/** Looks before it writes: what it refuses has changed nothing. */
function* takeLine(read: Read, today: string): Sql<Taken> {
  const parsed = parseLine(read);
  if (!parsed.ok) return { kind: 'refused', why: parsed.why };
  const line = parsed.value;
  if (line.on > today) return refused(`on: ${line.on} has not come, today is ${today}`);
  switch (line.type) {
    case 'posting':
      return yield* takePosting(line, today);
    case 'registration':
      return yield* takeRegistration(line.card, line.on);
    case 'reissue':
      return fromAdded(yield* reissue(line, today));
    case 'card':
    case 'application':
    case 'charge':
    case 'reversal':
    case 'health-insurance':
    case 'public-money-account':
    case 'received-elsewhere':
      return fromAdded(yield* addEvent(line));
    default:
      return unreachable(line);
  }
}

function refused(why: string): Taken {
  return { kind: 'refused', why };
}

function fromAdded(added: 'added' | 'known-before' | { why: string }): Taken {
  return typeof added === 'string' ? { kind: added } : refused(added.why);
}

function parseLine(read: Read): { ok: true; value: z.infer<typeof Line> } | { ok: false; why: string } {
  if (!read.ok) return read;
  const parsed = Line.safeParse(read.json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, why: `${issue?.path.map(String).join('.') || 'line'}: ${issue?.message ?? 'not understood'}` };
}

function* takeRegistration(card: string, on: string): Sql<Taken> {
  yield* lockCard(card);
  const known = yield* one<{ registered_on: string }>(
    'SELECT registered_on FROM registrations WHERE card_number = ?',
    card,
  );
  if (known?.registered_on === on) return { kind: 'known-before' };
  if (known) return refused(`on: the card has been registered since ${known.registered_on}`);
  yield* storeRegistration(card, { registeredOn: on, termsVersion: campaignOn(on).termsVersion });
  return { kind: 'added' };
}

function* takePosting(posting: OpeningPosting, today: string): Sql<Taken> {
  const { id, card, kind, points } = posting;
  const entry = entryOf(posting, today);
  if (typeof entry === 'string') return refused(entry);
  yield* lockCard(card);
  const known = yield* one<{ card_number: string; target: string; points: number; value_on: string }>(
    'SELECT card_number, target, points, value_on FROM entries WHERE import_id = ?',
    id,
  );
  if (known) {
    const same =
      known.card_number === card &&
      known.target === entry.target &&
      known.points === entry.points &&
      known.value_on === entry.valueOn;
    return same ? { kind: 'known-before' } : refused('id: another posting has it');
  }
  if (yield* successorOf(card)) return refused('card: another card was issued in place of this one');
  const balances = yield* balancesOf(card);
  if (balances.points + points < 0) return refused(`points: the ${kind} takes more than the card has`);
  yield* post(entry);
  yield* noteGrantedBefore(posting);
  return { kind: 'added' };
}

/** The entry, or why there is none. */
function entryOf(posting: OpeningPosting, today: string): Entry | string {
  const { id, on, card, kind, points, measure, person } = posting;
  const center = (
    {
      grant: 'grants',
      'point-charge': 'point-charges',
      correction: 'corrections',
      'carried-over': 'carried-over',
    } as const
  )[kind];
  if ((kind === 'grant' || kind === 'carried-over') && points < 0) return `points: a ${kind} is above 0`;
  if (kind === 'point-charge' && points > 0) return 'points: a point-charge is below 0';
  if (kind !== 'grant' && (measure !== null || person !== null)) return 'measure, person: only a grant has them';
  if ((measure === null) !== (person === null)) return 'measure, person: a grant has both or neither';
  const common = {
    cardNumber: card,
    points: Math.abs(points),
    valueOn: on,
    bookedOn: today,
    importId: id,
    measure,
    person,
  };
  return points > 0
    ? { ...common, source: center, target: 'outstanding' }
    : { ...common, source: 'outstanding', target: center };
}
