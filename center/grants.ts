import { type Answer, checkInput, evaluate, type GrantRow, mynapoint, pointNameOn } from '../points/index.ts';
import type { Account } from './contract/index.ts';
import { eventsAround } from './events.ts';
import { all, type Sql } from './sql.ts';

/** A grant of the rules, and how much of it stands in the ledger already. */
export interface Owed {
  readonly grant: GrantRow;
  readonly postedPoints: number;
}

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

/** Beside each grant what was posted for it: to the person, on whatever card (A14). */
export function* compareWithLedger(grants: readonly GrantRow[]): Sql<readonly Owed[]> {
  const owed: Owed[] = [];
  for (const grant of grants) {
    const [posted] = yield* all<{ points: number }>(
      `SELECT coalesce(sum(points), 0) AS points FROM entries WHERE source = 'grants' AND person = ? AND measure = ?`,
      grant.person,
      grant.measure,
    );
    owed.push({ grant, postedPoints: posted?.points ?? 0 });
  }
  return owed;
}

/** Grants still to come for a card, each under the name it will have, and how far it is towards the charge measure. */
export function* owedTo(cardNumber: string, today: string): Sql<Pick<Account, 'plannedGrants' | 'progress'>> {
  const { grants, progress } = yield* evaluateAround(cardNumber, today);
  const owed = yield* compareWithLedger(grants.filter((grant) => grant.card === cardNumber));
  const row = progress.find((candidate) => candidate.card === cardNumber);
  return {
    plannedGrants: owed
      .filter(({ grant, postedPoints }) => grant.points > postedPoints)
      .map(({ grant, postedPoints }) => ({
        measure: grant.measure,
        points: grant.points - postedPoints,
        plannedOn: grant.plannedOn,
        pointName: pointNameOn(grant.plannedOn ?? today, { knownOn: today }),
      })),
    progress: row ? { countedYen: row.countedYen, thresholdYen: THRESHOLD_YEN } : null,
  };
}

const THRESHOLD_YEN = (() => {
  const measure = mynapoint.measures.find((candidate) => candidate.shape === 'charge-total');
  if (!measure) throw new Error('points/campaigns/mynapoint.json has no charge measure');
  return measure.thresholdYen;
})();
