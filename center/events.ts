/**
 * What the rules are asked about, as it arrived: applications, charges, reissues and so on, in the shapes of
 * test/cases/README.md with real card numbers. Appended once, never changed; the rules do not mind their order.
 */
import { z } from 'zod';
import { canonical } from './canonical.ts';
import { CardKind, CardNumber, IsoDate } from './contract/index.ts';
import { all, lockCard, one, run, type Sql } from './sql.ts';
import { noteTangled } from './tangled-persons.ts';

/** An opaque word for someone, from outside; the center knows no names (design §5). */
export const Person = z.string().regex(/^[\w.:-]{1,64}$/);
export const Measure = z.enum(['charge', 'health-insurance', 'public-money-account']);
/** Without an id, a charge could not be told from the same charge sent again (A36). */
const ChargeId = z.string().regex(/^[\w.:-]{1,64}$/);

/** One event; a `registration` is an event for the rules, but is kept in its own table (registration.ts). */
export const CenterEvent = z.discriminatedUnion('type', [
  z.strictObject({ on: IsoDate, type: z.literal('card'), card: CardNumber, kind: CardKind }),
  z.strictObject({ on: IsoDate, type: z.literal('registration'), card: CardNumber }),
  z.strictObject({
    on: IsoDate,
    type: z.literal('application'),
    person: Person,
    card: CardNumber,
    measure: Measure,
    myNumberCardAppliedOn: IsoDate.optional(),
  }),
  z.strictObject({
    on: IsoDate,
    type: z.literal('charge'),
    card: CardNumber,
    yen: z.int().min(0).max(1_000_000),
    source: z.enum(['cash', 'quick-charge', 'point-charge', 'petrol-station', 'petrol-station-change']),
    id: ChargeId,
  }),
  z.strictObject({ on: IsoDate, type: z.literal('reversal'), of: ChargeId }),
  z.strictObject({ on: IsoDate, type: z.literal('health-insurance'), person: Person }),
  z.strictObject({ on: IsoDate, type: z.literal('public-money-account'), person: Person }),
  z.strictObject({ on: IsoDate, type: z.literal('received-elsewhere'), person: Person, measure: Measure }),
  z.strictObject({ on: IsoDate, type: z.literal('reissue'), card: CardNumber, to: CardNumber }),
]);
export type CenterEvent = z.infer<typeof CenterEvent>;

/** `why`: refused, in words that name the field and no card. */
export type Added = 'added' | 'known-before' | { readonly why: string };

/** Appends an event; the same one again changes nothing. What would contradict a stored event is refused. */
export function* addEvent(event: CenterEvent): Sql<Added> {
  const body = canonical(event);
  const key = event.type === 'charge' ? chargeKey(event.id) : body;
  const known = yield* one<{ body: string }>('SELECT body FROM events WHERE event_key = ?', key);
  if (known) return known.body === body ? 'known-before' : { why: 'id: another charge has it' };
  const about = yield* concerns(event);
  if ('why' in about) return about;
  yield* run(
    `INSERT INTO events (event_key, home, happened_on, type, card_number, to_card, person, yen, source, measure, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    key,
    about.card ?? `person:${about.person}`,
    event.on,
    event.type,
    about.card ?? null,
    about.to ?? null,
    about.person ?? null,
    'yen' in event ? event.yen : null,
    'source' in event ? event.source : null,
    'measure' in event ? event.measure : null,
    body,
  );
  yield* noteTangled(event);
  return 'added';
}

function chargeKey(id: string): string {
  return `charge:${id}`;
}

/** The cards and the person whose account the event touches, or why it cannot stand beside the others. */
function* concerns(event: CenterEvent): Sql<{ card?: string; to?: string; person?: string } | { why: string }> {
  if (event.type === 'card') {
    yield* lockCard(event.card);
    const other = yield* one(
      `SELECT 1 AS found FROM events WHERE home = ? AND type = 'card' AND happened_on = ?`,
      event.card,
      event.on,
    );
    return other ? { why: 'kind: the card was declared to be another one on the same day' } : event;
  }
  if (event.type !== 'reversal') return event;
  const charge = yield* one<{ card_number: string; happened_on: string }>(
    'SELECT card_number, happened_on FROM events WHERE event_key = ?',
    chargeKey(event.of),
  );
  if (!charge) return { why: 'of: no charge has this id' };
  if (event.on < charge.happened_on) return { why: 'on: before the charge that it takes back' };
  return { card: charge.card_number };
}

type EventRow = {
  event_id: number;
  card_number: string | null;
  to_card: string | null;
  person: string | null;
  body: string;
};

/**
 * Everything that can bear on what a card is owed: one application decides over another through the person or the card
 * that they share (A14–A17), so all that hangs together is taken, and nothing else.
 */
export function* eventsAround(startCard: string): Sql<readonly CenterEvent[]> {
  const found = new Map<number, CenterEvent>();
  const registrations: CenterEvent[] = [];
  const cards = new Set([startCard]);
  const persons = new Set<string>();
  const take = (rows: readonly EventRow[]): void => {
    for (const row of rows) {
      found.set(row.event_id, JSON.parse(row.body) as CenterEvent);
      if (row.card_number !== null) cards.add(row.card_number);
      if (row.to_card !== null) cards.add(row.to_card);
      if (row.person !== null) persons.add(row.person);
    }
  };
  const select = 'SELECT event_id, card_number, to_card, person, body FROM events';
  const donePersons = new Set<string>();
  // The set of cards grows while it is walked; the walk ends when no new card turns up.
  for (const card of cards) {
    take(yield* all<EventRow>(`${select} WHERE home = ?`, card));
    take(yield* all<EventRow>(`${select} WHERE to_card = ?`, card));
    registrations.push(...(yield* registrationEvent(card)));
    for (const person of persons) {
      if (donePersons.has(person)) continue;
      donePersons.add(person);
      take(yield* all<EventRow>(`${select} WHERE person = ?`, person));
    }
  }
  return [...registrations, ...found.values()];
}

function* registrationEvent(card: string): Sql<readonly CenterEvent[]> {
  const row = yield* one<{ registered_on: string }>(
    'SELECT registered_on FROM registrations WHERE card_number = ?',
    card,
  );
  return row ? [{ on: row.registered_on, type: 'registration', card }] : [];
}
