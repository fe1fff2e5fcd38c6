import { type Answer, campaignOn, checkInput, evaluate, pointNameOn } from '../points/index.ts';
import type { Account } from './contract/index.ts';
import { eventsAround } from './events.ts';
import { one, type Sql } from './sql.ts';

/**
 * What the rules say of a card and of all that hangs together with it, as known on a day. The import lets nothing in
 * that the rules would refuse; a database in which it stands all the same is damaged, hence the exception.
 */
export function* evaluateAround(cardNumber: string, asOf: string): Sql<Answer> {
  const events = yield* eventsAround(cardNumber);
  const input = checkInput({ asOf, events });
  if (!input.ok) throw new Error(`the stored events contradict each other in the field ${input.error.field}`);
  return evaluate(input.value);
}

/** What stands in the ledger for a person and a measure, in points, on whatever card (A14). */
export function* postedTo(person: string, measure: string): Sql<number> {
  const row = yield* one<{ points: number }>(
    `SELECT coalesce(sum(points), 0) AS points FROM entries WHERE source = 'grants' AND person = ? AND measure = ?`,
    person,
    measure,
  );
  return row?.points ?? 0;
}

/** Grants still to come for a card, each under the name it will have, and how far it is towards the charge measure. */
export function* owedTo(cardNumber: string, today: string): Sql<Pick<Account, 'plannedGrants' | 'progress'>> {
  const { grants, progress } = yield* evaluateAround(cardNumber, today);
  const plannedGrants: Account['plannedGrants'] = [];
  for (const { card, person, measure, points, plannedOn } of grants) {
    const left = card === cardNumber ? points - (yield* postedTo(person, measure)) : 0;
    if (left <= 0) continue;
    const pointName = pointNameOn(plannedOn ?? today, { knownOn: today });
    plannedGrants.push({ measure, points: left, plannedOn, pointName });
  }
  const row = progress.find(({ card }) => card === cardNumber);
  const { thresholdYen, capPoints } = campaignOn(today).measures.charge;
  return { plannedGrants, progress: row ? { countedYen: row.countedYen, thresholdYen, points: capPoints } : null };
}
