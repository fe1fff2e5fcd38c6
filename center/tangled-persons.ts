/**
 * Persons over whose application another event decides: a second application for the same measure, what was received elsewhere, a
 * grant that came in a file for another card. Known when the event comes, and kept: a set of the grant run then looks into a
 * short list, and not through all persons there are once a set.
 */
import type { CenterEvent } from './events.ts';
import type { OpeningPosting } from './import.ts';
import { TANGLED_PERSONS } from './schema.ts';
import { lockImports, one, run, runOverSet, type Sql } from './sql.ts';

/**
 * Once a grant run, from all that stands in the tables: a program from before the list may have gone on taking files, and whoever
 * is missing would be granted twice. O(applications), from indexes.
 */
export function* listTangled(): Sql<void> {
  yield* lockImports();
  yield* runOverSet(`INSERT INTO tangled_persons ${TANGLED_PERSONS} ON CONFLICT DO NOTHING`);
}

/** Before the event stands in the tables, and under the lock of imports: what comes side by side would not see each other. */
export function* noteTangled(event: CenterEvent): Sql<void> {
  if (event.type === 'received-elsewhere') yield* note(event.person);
  if (event.type === 'application' && (yield* isDecidedOver(event))) yield* note(event.person);
}

/** The same for a grant that was posted elsewhere. */
export function* noteGrantedBefore({ card, person, measure }: OpeningPosting): Sql<void> {
  if (person === null || measure === null) return;
  const applied = yield* one(
    `SELECT 1 AS found FROM events WHERE person = ? AND type = 'application' AND measure = ? AND card_number <> ? LIMIT 1`,
    person,
    measure,
    card,
  );
  if (applied) yield* note(person);
}

function* isDecidedOver({ person, measure, card }: Extract<CenterEvent, { type: 'application' }>): Sql<boolean> {
  const found = yield* one(
    `SELECT 1 AS found FROM events WHERE person = ? AND type = 'application' AND measure = ?
     UNION ALL
     SELECT 1 FROM entries WHERE person = ? AND measure = ? AND import_id IS NOT NULL AND card_number <> ? LIMIT 1`,
    person,
    measure,
    person,
    measure,
    card,
  );
  return found !== undefined;
}

function note(person: string): Sql<void> {
  return run('INSERT INTO tangled_persons (person) VALUES (?) ON CONFLICT DO NOTHING', person);
}
