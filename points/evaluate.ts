/** `evaluate`: who is owed what, when, under which name, and why. Pure, whole numbers only. */
import { Accounts, compareText, inOrder, type Placed, type Total } from './accounts.ts';
import { type Context, type Decision, decideApplication, Persons, type Reason, type Refusal } from './applications.ts';
import { type CampaignAsOf, campaignAsOf, nameInForce } from './as-of.ts';
import type { IsoDate } from './calendar.ts';
import type { Campaign, MeasureId } from './campaign-file.ts';
import { mynapoint } from './campaigns.ts';
import { countedYen, type Due, dueForAct, dueForCharges } from './grants.ts';
import type { CheckedInput } from './input.ts';
import { unreachable } from './unreachable.ts';

export interface ApplicationRow {
  readonly on: IsoDate;
  readonly person: string;
  /** The card it was made for, also after a reissue. */
  readonly card: string;
  readonly measure: MeasureId;
  readonly accepted: boolean;
  readonly reason?: Refusal;
}

export interface GrantRow {
  readonly person: string;
  /** The card that has the account on `asOf` (A30). */
  readonly card: string;
  readonly measure: MeasureId;
  readonly points: number;
  /** The nominal day, 「18日頃」 and never a promise (R7, A18); null: after the end, no day named (A7). */
  readonly plannedOn: IsoDate | null;
  readonly pointName: string;
}

export interface ProgressRow {
  readonly card: string;
  readonly countedYen: number;
  readonly remainingYen: number;
}

export interface Answer {
  readonly asOf: IsoDate;
  readonly campaign: { readonly endsOn: IsoDate | null; readonly pointName: string };
  readonly applications: readonly ApplicationRow[];
  readonly grants: readonly GrantRow[];
  readonly progress: readonly ProgressRow[];
  /** Why, row by row: the same places as in the lists above. */
  readonly reasons: {
    readonly applications: readonly Reason[];
    readonly grants: readonly Reason[];
    readonly progress: readonly Reason[];
  };
}

/**
 * What the campaign says of the events on a day. The order of events does not matter; only `reasons` name events by
 * their place in the input. O(n log n) in the events.
 */
export function evaluate(input: CheckedInput, campaign: Campaign = mynapoint): Answer {
  const { asOf } = input;
  const known = campaignAsOf(campaign, asOf);
  const played = play(input, known);
  const grants = played.decisions.flatMap((decision) => grantOf(decision, played, known, asOf)).sort(compareGrants);
  const progress = progressOf(played);
  return {
    asOf,
    campaign: { endsOn: known.endsOn, pointName: nameInForce(known.names, asOf).name },
    applications: played.decisions.map(applicationRow),
    grants: grants.map(({ row }) => row),
    progress: progress.map(({ row }) => row),
    reasons: {
      applications: played.decisions.map(({ reason }) => reason),
      grants: grants.map(({ reason }) => reason),
      progress: progress.map(({ reason }) => reason),
    },
  };
}

interface Played {
  readonly accounts: Accounts;
  readonly decisions: readonly Decision[];
  /** By the place of the accepted application in the input. */
  readonly totals: ReadonlyMap<number, Total>;
  readonly reversals: ReadonlyMap<number, Placed<'reversal'>>;
  /** `act person` → the first time it was done. */
  readonly acts: ReadonlyMap<string, Placed>;
}

function play(input: CheckedInput, known: CampaignAsOf): Played {
  const ordered = inOrder(input);
  const accounts = new Accounts(known);
  for (const { event } of ordered) if (event.type === 'card' || event.type === 'reissue') accounts.declare(event);
  const context: Context = { known, accounts, persons: new Persons() };
  const decisions: Decision[] = [];
  const totals = new Map<number, Total>();
  const reversals = new Map<number, Placed<'reversal'>>();
  const acts = new Map<string, Placed>();
  const chargeById = new Map<string, number>();
  for (const { index, event } of ordered) {
    switch (event.type) {
      case 'card':
        break;
      case 'reissue':
        accounts.reissue(event);
        break;
      case 'registration':
        accounts.register({ index, event });
        break;
      case 'received-elsewhere':
        context.persons.receivedElsewhere({ index, event });
        break;
      case 'health-insurance':
      case 'public-money-account': {
        const key = `${event.type} ${event.person}`;
        if (!acts.has(key)) acts.set(key, { index, event });
        break;
      }
      case 'application': {
        const decision = decideApplication({ index, event }, context);
        decisions.push(decision);
        if (decision.refusal === null) accept({ index, event }, context, totals);
        break;
      }
      case 'charge':
        // The same charge told twice is one charge (A36).
        if (event.id !== undefined && chargeById.has(event.id)) break;
        if (event.id !== undefined) chargeById.set(event.id, index);
        accounts.charge({ index, event });
        break;
      case 'reversal': {
        const charge = chargeById.get(event.of);
        if (charge !== undefined && !reversals.has(charge)) reversals.set(charge, { index, event });
        break;
      }
      default:
        unreachable(event);
    }
  }
  return { accounts, decisions, totals, reversals, acts };
}

function accept(application: Placed<'application'>, { known, accounts, persons }: Context, totals: Map<number, Total>) {
  const { card, person, measure: id } = application.event;
  const account = accounts.of(card);
  persons.accept(application);
  account.person = person;
  const measure = known.measures.find((candidate) => candidate.id === id);
  if (measure?.shape !== 'charge-total') return;
  account.total = { application, measure, charges: [] };
  totals.set(application.index, account.total);
}

function applicationRow({ application, refusal }: Decision): ApplicationRow {
  const { on, person, card, measure } = application.event;
  const row = { on, person, card, measure };
  return refusal === null ? { ...row, accepted: true } : { ...row, accepted: false, reason: refusal };
}

interface Granted {
  readonly row: GrantRow;
  readonly reason: Reason;
}

function grantOf(decision: Decision, played: Played, known: CampaignAsOf, asOf: IsoDate): Granted[] {
  if (decision.refusal !== null) return [];
  const due = dueOf(decision, played, known, asOf);
  if (due === null) return [];
  const { person, card, measure } = decision.application.event;
  const { points, plannedOn, reason } = due;
  const pointName = nameInForce(known.names, plannedOn ?? asOf).name;
  return [{ row: { person, card: played.accounts.holderOf(card), measure, points, plannedOn, pointName }, reason }];
}

function dueOf({ application }: Decision, played: Played, known: CampaignAsOf, asOf: IsoDate): Due | null {
  const total = played.totals.get(application.index);
  if (total !== undefined) return dueForCharges(total, played.reversals, known, asOf);
  const measure = known.measures.find((candidate) => candidate.id === application.event.measure);
  if (measure?.shape !== 'one-time') return null;
  return dueForAct(application, played.acts.get(`${measure.act} ${application.event.person}`), measure, known);
}

/** By planned day, the ones without a day last; then card, then measure; the person only to make it complete. */
function compareGrants({ row: a }: Granted, { row: b }: Granted): number {
  return (
    compareText(a.plannedOn ?? '~', b.plannedOn ?? '~') ||
    compareText(a.card, b.card) ||
    compareText(a.measure, b.measure) ||
    compareText(a.person, b.person)
  );
}

function progressOf({ accounts, totals, reversals }: Played): { row: ProgressRow; reason: Reason }[] {
  return [...totals.values()]
    .map((total) => {
      const yen = countedYen(total, reversals);
      return {
        row: {
          card: accounts.holderOf(total.application.event.card),
          countedYen: yen,
          remainingYen: Math.max(0, total.measure.thresholdYen - yen),
        },
        reason: {
          rules: ['R4', 'R5', 'R9', 'A10'],
          events: [total.application.index, ...total.charges.map(({ index }) => index)],
        },
      };
    })
    .sort((a, b) => compareText(a.row.card, b.row.card) || a.row.countedYen - b.row.countedYen);
}
