/** Who may have which measure on which card: R13, R18–R24 and A12–A17, A22–A27, A38, A40, A41. */
import type { Account, Accounts, Placed } from './accounts.ts';
import type { CampaignAsOf } from './as-of.ts';
import type { IsoDate } from './calendar.ts';
import type { Measure, MeasureId } from './campaign-file.ts';
import type { EventOf } from './input.ts';

/** Where several apply, the first in this order is given (test/cases/README.md). */
export const REFUSALS = [
  'outside-campaign',
  'mobile-not-started',
  'no-stored-fare',
  'not-registered-by-the-day-before',
  'my-number-card-too-late',
  'already-received',
  'already-applied',
  'card-of-another-person',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Rule numbers of docs/facts/points.md and the events, by their place in the input, that decided. */
export interface Reason {
  readonly rules: readonly string[];
  readonly events: readonly number[];
}

export interface Decision {
  readonly application: Placed<'application'>;
  /** Null: accepted. */
  readonly refusal: Refusal | null;
  readonly reason: Reason;
}

type Applied = Extract<Measure, { applicationsFrom: IsoDate }>;

/** What is known of persons so far, on the day that is being played. */
export class Persons {
  readonly #received = new Map<string, number>();
  readonly #accepted = new Map<string, number>();

  receivedElsewhere({ index, event }: Placed<'received-elsewhere'>): void {
    const key = keyOf(event);
    if (!this.#received.has(key)) this.#received.set(key, index);
  }

  receivedBefore(application: EventOf<'application'>): number | null {
    return this.#received.get(keyOf(application)) ?? null;
  }

  accept({ index, event }: Placed<'application'>): void {
    this.#accepted.set(keyOf(event), index);
  }

  acceptedBefore(application: EventOf<'application'>): number | null {
    return this.#accepted.get(keyOf(application)) ?? null;
  }
}

function keyOf({ person, measure }: { person: string; measure: MeasureId }): string {
  return `${measure} ${person}`;
}

export interface Context {
  readonly known: CampaignAsOf;
  readonly accounts: Accounts;
  readonly persons: Persons;
}

/** Decides one application with what happened before it. It binds nothing: `evaluate` does that for accepted ones. */
export function decideApplication(application: Placed<'application'>, context: Context): Decision {
  const refused = firstRefusal(application.event, context);
  if (refused !== null) {
    const { refusal, rules, events } = refused;
    return { application, refusal, reason: { rules, events: [application.index, ...events] } };
  }
  return { application, refusal: null, reason: reasonForAccepting(application, context) };
}

function reasonForAccepting({ index, event }: Placed<'application'>, { known, accounts }: Context): Reason {
  const kind = accounts.kindOf(event.card, event.on);
  const { registration } = accounts.of(event.card);
  if (known.campaign.cards[kind].registration !== 'by-the-day-before' || registration === null)
    return { rules: ['R1', kind === 'mobile-icoca' ? 'R23' : 'R20', 'A25'], events: [index] };
  return { rules: ['R1', 'R18'], events: [index, registration.index] };
}

interface Refused extends Reason {
  readonly refusal: Refusal;
}

function firstRefusal(event: EventOf<'application'>, context: Context): Refused | null {
  const account = context.accounts.of(event.card);
  return (
    refusedByCampaign(event, context.known) ??
    refusedByCard(event, account, context) ??
    refusedByPerson(event, account, context)
  );
}

function refusedByCampaign(event: EventOf<'application'>, known: CampaignAsOf): Refused | null {
  const measure = known.measures.find((candidate): candidate is Applied => candidate.id === event.measure);
  const outside =
    measure === undefined || event.on < measure.applicationsFrom || (known.endsOn !== null && event.on > known.endsOn);
  return outside ? { refusal: 'outside-campaign', rules: ['R1', 'R2', 'A38'], events: [] } : null;
}

function refusedByCard(event: EventOf<'application'>, account: Account, { known, accounts }: Context): Refused | null {
  const kind = accounts.kindOf(event.card, event.on);
  const rule = known.campaign.cards[kind];
  if (rule.from !== null && event.on < rule.from)
    return { refusal: 'mobile-not-started', rules: ['R22', 'A26'], events: [] };
  if (rule.registration === 'impossible') return { refusal: 'no-stored-fare', rules: ['A41'], events: [] };
  if (rule.registration === 'not-needed') return null;
  if (accounts.isRegisteredByTheDayBefore(event.card, event.on)) return null;
  const lapsed = account.registration !== null && accounts.registrationOn(account, event.on) === null;
  return {
    refusal: 'not-registered-by-the-day-before',
    rules: lapsed ? ['R18', 'A27'] : ['R18', 'A23'],
    events: account.registration === null ? [] : [account.registration.index],
  };
}

function refusedByPerson(event: EventOf<'application'>, account: Account, { known, persons }: Context): Refused | null {
  const { myNumberCardAppliedOn } = event;
  // As known on the day of the question, not of the application: both agree, as deadlines only ever moved in time.
  const deadline = known.myNumberCardAppliedBy;
  if (myNumberCardAppliedOn !== undefined && deadline !== null && myNumberCardAppliedOn > deadline)
    return { refusal: 'my-number-card-too-late', rules: ['R13', 'A37'], events: [] };
  const received = persons.receivedBefore(event);
  if (received !== null) return { refusal: 'already-received', rules: ['R24', 'A16', 'A17'], events: [received] };
  const accepted = persons.acceptedBefore(event);
  if (accepted !== null) return { refusal: 'already-applied', rules: ['A14', 'R24'], events: [accepted] };
  if (account.person !== null && account.person !== event.person)
    return { refusal: 'card-of-another-person', rules: ['A15', 'R3'], events: [] };
  return null;
}
