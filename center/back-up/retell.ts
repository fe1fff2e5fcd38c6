/**
 * After the center was put back to an earlier day: its stations' journals tell it again what it had answered since. A station by
 * itself does not (an answered message has left its outbox), and without this the points of those transfers could be used
 * twice. Everything goes through the ledger's own `hold` and `finish`, under the same ids, so that it may be told any number of times.
 */
import type { CallRequest, TransferEnd } from '../contract/index.ts';
import type { CenterDatabase } from '../database.ts';
import { cardOfId } from '../ids.ts';
import { finish, hold } from '../ledger/transfers.ts';
import { register } from '../registration.ts';
import { all, one, type Sql } from '../sql.ts';

/** An end as a station told it. */
export interface ToldEnd {
  readonly request: CallRequest<'finish'>;
  /** What the center answered then; null: no answer was heard. */
  readonly stands: TransferEnd | null;
}

/** What the journals of stations say, of any number of them and in any order. */
export interface Told {
  /** Of each station, the number of the first entry that was read; from there on all were. */
  readonly journals: ReadonlyMap<string, number>;
  readonly registrations: readonly CallRequest<'register'>[];
  /** Of transfers that came as far as a hold, or may have. */
  readonly holds: readonly CallRequest<'hold'>[];
  readonly ends: readonly ToldEnd[];
  /** What the center told a station whose card could not tell any more: by transfer, the end that stood. Its proof is another station's. */
  readonly closed: ReadonlyMap<string, TransferEnd>;
}

export interface Waiting {
  readonly id: string;
  readonly why: string;
}

export interface RetellReport {
  readonly registered: number;
  readonly settled: number;
  readonly voided: number;
  /** Open at their station as well: held, and their end will come. */
  readonly held: number;
  /** The center had them. */
  readonly known: number;
  /** Stations of which the center knows more than was read: their journals, or archives of them, were not given. */
  readonly missing: readonly Waiting[];
  /** What could not be told yet, each with the reason; nothing of it was changed. */
  readonly waiting: readonly Waiting[];
}

/** Not now: the transaction is rolled back, so that no refusal is remembered under the id. */
class NotYet extends Error {}

type Became = 'settled' | 'voided' | 'held' | 'known';

interface Transfer {
  readonly id: string;
  readonly held: CallRequest<'hold'> | null;
  readonly ends: readonly ToldEnd[];
  readonly closed: TransferEnd | null;
}

/** @param today the business date; bookings are of this day, with the day on which they were begun. */
export async function retell(db: CenterDatabase, told: Told, today: string): Promise<RetellReport> {
  const count = { registered: 0, settled: 0, voided: 0, held: 0, known: 0 };
  const waiting: Waiting[] = [];
  for (const request of told.registrations) {
    const done = await attempt(db, () => tellRegistration(request, today));
    if (done.ok) count[done.value] += 1;
    else waiting.push({ id: request.requestId, why: done.why });
  }
  // What has ended first: an open hold would stand in its way.
  const transfers = transfersOf(told).sort((a, b) => Number(a.ends.length === 0) - Number(b.ends.length === 0));
  const left = await rounds(db, transfers, today, (became) => {
    count[became] += 1;
  });
  return { ...count, missing: await db.read(() => missingFrom(told)), waiting: [...waiting, ...left] };
}

/** One transfer may wait for another one of its card: as long as a round gets on, there is another one. */
async function rounds(
  db: CenterDatabase,
  transfers: readonly Transfer[],
  today: string,
  onDone: (became: Became) => void,
): Promise<readonly Waiting[]> {
  for (let left = transfers; ; ) {
    const waiting: (Waiting & { transfer: Transfer })[] = [];
    for (const transfer of left) {
      const done = await attempt(db, () => tellTransfer(transfer, today));
      if (done.ok) onDone(done.value);
      else waiting.push({ id: transfer.id, why: done.why, transfer });
    }
    if (waiting.length === 0 || waiting.length === left.length) return waiting.map(({ id, why }) => ({ id, why }));
    left = waiting.map(({ transfer }) => transfer);
  }
}

/** What the restored center had heard of a station's journal is where the telling has to begin. */
function* missingFrom({ journals }: Told): Sql<readonly Waiting[]> {
  const known = yield* all<{ station_id: string; journal_entry: number }>(
    'SELECT station_id, journal_entry FROM stations ORDER BY station_id',
  );
  return known
    .filter(
      ({ station_id, journal_entry }) => (journals.get(station_id) ?? Number.POSITIVE_INFINITY) > journal_entry + 1,
    )
    .map(({ station_id, journal_entry }) => ({
      id: station_id,
      why: `its journal from entry ${journal_entry + 1} on was not given`,
    }));
}

async function attempt<Done>(
  db: CenterDatabase,
  work: () => Sql<Done>,
): Promise<{ ok: true; value: Done } | { ok: false; why: string }> {
  try {
    return { ok: true, value: await db.write(work) };
  } catch (error) {
    if (error instanceof NotYet) return { ok: false, why: error.message };
    throw error;
  }
}

function transfersOf({ holds, ends, closed }: Told): Transfer[] {
  const byId = new Map<string, { held: CallRequest<'hold'> | null; ends: ToldEnd[] }>();
  const of = (id: string) => {
    const known = byId.get(id) ?? { held: null, ends: [] };
    byId.set(id, known);
    return known;
  };
  for (const held of holds) of(held.transferId).held = held;
  for (const end of ends) of(end.request.transferId).ends.push(end);
  return [...byId].map(([id, { held, ends }]) => ({ id, held, ends, closed: closed.get(id) ?? null }));
}

function* tellRegistration(request: CallRequest<'register'>, today: string): Sql<'registered' | 'known'> {
  const { cardNumber, requestId } = request;
  const known = yield* one(
    'SELECT 1 AS found FROM answered_requests WHERE card_number = ? AND request_id = ?',
    cardNumber,
    requestId,
  );
  if (known) return 'known';
  const outcome = yield* register(request, today);
  if (!outcome.ok) throw new NotYet(outcome.error.detail);
  return outcome.value.outcome === 'registered' ? 'registered' : 'known';
}

function* tellTransfer(transfer: Transfer, today: string): Sql<Became> {
  const before = yield* stateOf(transfer.id);
  if (before === 'ended' && transfer.ends.length === 0) return 'known';
  const [first, ...others] = firstEndFirst(transfer);
  if (before === 'unknown') yield* tellHold(transfer, today);
  if (!first) return before === 'open' ? 'known' : 'held';
  const outcome = yield* finish(first.request, today, 'command:retell');
  if (!outcome.ok) throw new NotYet(outcome.error.detail);
  // Under the first end the others change nothing: they are listed as discrepancies, or refused, as they were.
  for (const { request } of others) yield* finish(request, today, 'command:retell');
  return before === 'ended' ? 'known' : outcome.value.state;
}

/** Also of a voided transfer: what it held is shown to staff, and an end by staff can be contradicted by its card only beside it. */
function* tellHold({ held, ends }: Transfer, today: string): Sql<void> {
  const proofs = new Set(ends.map(({ request }) => request.proof));
  if (!held) {
    // A tombstone moves nothing, whatever its hold was; but nobody could contradict one of staff.
    if (ends.some(({ request }) => request.end === 'settled') || ends.length === 0 || proofs.has('staff'))
      throw new NotYet('its hold is in the journal of a station that was not given');
    return;
  }
  const outcome = yield* hold(held, today);
  // Nothing of it was ever sent to a card, mostly because this very hold was refused: the refusal may stand, it counts as voided.
  const neverSent = proofs.size === 1 && proofs.has('never-sent');
  if (!outcome.ok && !neverSent) throw new NotYet(outcome.error.detail);
}

/** The end that stood at the center comes first, whatever the order of the journals. */
function firstEndFirst({ ends, closed }: Transfer): readonly ToldEnd[] {
  const stood = ends.find(({ stands }) => stands !== null)?.stands ?? closed;
  if (stood === null) return ends;
  if (!ends.some(({ request }) => request.end === stood)) {
    throw new NotYet(`it ended ${stood}, and that end is in the journal of a station that was not given`);
  }
  return ends.toSorted((a, b) => Number(b.request.end === stood) - Number(a.request.end === stood));
}

function* stateOf(id: string): Sql<'unknown' | 'open' | 'ended'> {
  const card = yield* cardOfId('transfer', id);
  if (card === null) return 'unknown';
  const ended = yield* one('SELECT 1 AS found FROM transfer_ends WHERE card_number = ? AND transfer_id = ?', card, id);
  return ended ? 'ended' : 'open';
}
