/**
 * Plays the events day by day and keeps, for every card, its registration, the person it is bound to and the charges
 * that count. What is due is worked out afterwards (grants.ts).
 */
import type { CampaignAsOf } from './as-of.ts';
import { addMonths, compareDates, type IsoDate, laterOf } from './calendar.ts';
import type { CardKind, ChargeTotal } from './campaign-file.ts';
import { type Event, type EventOf, type Input, leadsTo } from './input.ts';

/** An event with its place in the input: reasons name it. */
export interface Placed<Type extends Event['type'] = Event['type']> {
  readonly index: number;
  readonly event: EventOf<Type>;
}

interface Registration {
  readonly on: IsoDate;
  readonly index: number;
  /** The last charge or point charge, or the registration itself: 25 months from here it lapses (A27). */
  activeOn: IsoDate;
}

/** The charges that count for one accepted application, in order of their days. */
export interface Total {
  readonly application: Placed<'application'>;
  readonly measure: ChargeTotal;
  readonly charges: Placed<'charge'>[];
}

export interface Account {
  registration: Registration | null;
  /** Whoever first had an application accepted for this card (A15). */
  person: string | null;
  total: Total | null;
}

/** Same-day order: what a card is and where its account lies, then registrations, applications, charges (A1). */
const ORDER_OF_A_DAY: Record<Event['type'], number> = {
  card: 0,
  reissue: 1,
  registration: 2,
  'received-elsewhere': 3,
  'health-insurance': 4,
  'public-money-account': 4,
  application: 5,
  charge: 6,
  reversal: 7,
};

/** The events known on `asOf` in the order in which they are played; independent of their order in the input. */
export function inOrder({ asOf, events }: Input): Placed[] {
  const known: Placed[] = [];
  for (const [index, event] of events.entries()) if (event.on <= asOf) known.push({ index, event });
  return known.sort(
    (a, b) =>
      compareDates(a.event.on, b.event.on) ||
      ORDER_OF_A_DAY[a.event.type] - ORDER_OF_A_DAY[b.event.type] ||
      compareApplications(a.event, b.event),
  );
}

/** Of one day: person, then measure (test/cases/README.md); card and card deadline only to make the order complete. */
function compareApplications(a: Event, b: Event): number {
  if (a.type !== 'application' || b.type !== 'application') return 0;
  return (
    compareText(a.person, b.person) ||
    compareText(a.measure, b.measure) ||
    compareText(a.card, b.card) ||
    compareText(a.myNumberCardAppliedOn ?? '', b.myNumberCardAppliedOn ?? '')
  );
}

/** By UTF-16 code unit: no locale decides an order of money. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** All cards, and which card has which account on the day that is being played. */
export class Accounts {
  readonly #known: CampaignAsOf;
  readonly #byCard = new Map<string, Account>();
  readonly #replacedBy = new Map<string, string>();
  readonly #kinds = new Map<string, EventOf<'card'>[]>();
  /** A card that was never declared → the card it replaces, whose kind it has. */
  readonly #kindFrom = new Map<string, string>();

  constructor(known: CampaignAsOf) {
    this.#known = known;
  }

  /**
   * What a card is holds for the whole time: all declarations, in order of days, and all reissues are heard before
   * anything is played. A card is of the kind of the one it replaces unless it was declared.
   */
  declare(event: EventOf<'card'> | EventOf<'reissue'>): void {
    if (event.type === 'reissue') {
      if (!this.#kinds.has(event.to)) this.#kindFrom.set(event.to, event.card);
      return;
    }
    this.#kindFrom.delete(event.card);
    const declarations = this.#kinds.get(event.card);
    if (declarations === undefined) this.#kinds.set(event.card, [event]);
    else declarations.push(event);
  }

  /** The card that has the account of `card` now (A30). */
  holderOf(card: string): string {
    return this.#replacedBy.size === 0 ? card : leadsTo(this.#replacedBy, card);
  }

  of(card: string): Account {
    const holder = this.holderOf(card);
    let account = this.#byCard.get(holder);
    if (account === undefined) {
      account = { registration: null, person: null, total: null };
      this.#byCard.set(holder, account);
    }
    return account;
  }

  /** The last declaration by that day, else the first one after it; a card never declared is an ICOCA. */
  kindOf(card: string, on: IsoDate): CardKind {
    const declarations = this.#kinds.get(leadsTo(this.#kindFrom, card));
    if (declarations === undefined) return 'icoca';
    return (declarations.findLast((event) => event.on <= on) ?? declarations[0])?.kind ?? 'icoca';
  }

  /**
   * After a lapse a registration starts anew (A27). One of a card that is registered was not needed (R20), but it was
   * completed: the card keeps the day since when it is registered, and 25 months begin again.
   */
  register({ index, event }: Placed<'registration'>): void {
    const account = this.of(event.card);
    const registration = this.registrationOn(account, event.on);
    if (registration === null) account.registration = { on: event.on, index, activeOn: event.on };
    else registration.activeOn = event.on;
  }

  /** The registration that is in force on a day; null where there is none or it has lapsed. */
  registrationOn({ registration }: Account, on: IsoDate): Registration | null {
    const months = this.#known.campaign.registrationLapsesAfterMonths;
    if (registration === null || months === null) return registration;
    return on <= addMonths(registration.activeOn, months) ? registration : null;
  }

  /**
   * Whether a card's registration was complete by the day before and is still in force (R18, A23, A27). Other
   * programmes ask the same (docs/facts/points.md §2).
   */
  isRegisteredByTheDayBefore(card: string, on: IsoDate): boolean {
    const registration = this.registrationOn(this.of(card), on);
    return registration !== null && registration.on < on;
  }

  /** Every kind of charge keeps a registration alive; only some count towards the total (R5, R9). */
  charge({ index, event }: Placed<'charge'>): void {
    const account = this.of(event.card);
    const registration = this.registrationOn(account, event.on);
    if (registration !== null) registration.activeOn = event.on;
    const { total } = account;
    if (total !== null && whyNotCounted(event, total.measure, this.#known) === null)
      total.charges.push({ index, event });
  }

  /** Everything moves to the new card (A30). */
  reissue({ on, card, to }: EventOf<'reissue'>): void {
    if (this.#replacedBy.has(card)) return;
    const from = this.of(card);
    const into = this.of(to);
    into.registration = olderOf(this.registrationOn(from, on), this.registrationOn(into, on));
    // Nobody's card yet, as a rule. Where both carry an application, one charge still counts once (A14).
    into.person = from.person ?? into.person;
    into.total = from.total ?? into.total;
    this.#byCard.delete(card);
    this.#replacedBy.set(card, to);
  }
}

function olderOf(a: Registration | null, b: Registration | null): Registration | null {
  if (a === null || b === null) return a ?? b;
  const older = a.on <= b.on ? a : b;
  return { ...older, activeOn: laterOf(a.activeOn, b.activeOn) };
}

/** The rule that keeps a charge out of a total whose application is not younger than it; null where it counts. */
export function whyNotCounted(
  { source, on }: EventOf<'charge'>,
  measure: ChargeTotal,
  { endsOn }: CampaignAsOf,
): 'R1' | 'R9' | 'A10' | null {
  if (!measure.counted.includes(source)) return 'R9';
  if (on < measure.chargesFrom) return 'A10';
  if (endsOn !== null && on > endsOn) return 'R1';
  return null;
}
