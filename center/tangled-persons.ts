/**
 * Persons over whose application another event decides: a second application for the same measure, what was received elsewhere, a
 * grant that came in a file for another card. Known when the event comes, and kept: a set of the grant run then looks into a
 * short list, and not through all persons there are once a set.
 */
import type { CenterDatabase } from './database.ts';
import type { CenterEvent } from './events.ts';
import type { OpeningPosting } from './import.ts';
import { TANGLED_PERSONS } from './schema.ts';
import { allOfSet, lockImports, run, type Sql } from './sql.ts';

/**
 * Once at the start of a grant run, from all that stands in the tables: a program from before the list may have taken files until then,
 * and whoever is missing would be granted twice. O(applications), from indexes, and nobody waits for it: who takes a file
 * meanwhile notes its persons itself.
 */
export async function listTangled(db: CenterDatabase): Promise<void> {
  // A file that was being taken has ended, or is seen.
  await db.write(lockImports);
  const missing = await db.read(() =>
    allOfSet<{ person: string }>(`${TANGLED_PERSONS} EXCEPT SELECT person FROM tangled_persons`),
  );
  for (let at = 0; at < missing.length; at += MANY) {
    await db.write(function* (): Sql<void> {
      for (const { person } of missing.slice(at, at + MANY)) yield* note(person);
    });
  }
}

/** Persons to a transaction: where there are any, it is few. */
const MANY = 1_000;

function note(person: string): Sql<void> {
  return run('INSERT INTO tangled_persons (person) VALUES (?) ON CONFLICT DO NOTHING', person);
}

/*
 * What follows is said behind the row that it is about, and under the lock of imports: what comes side by side would not see each
 * other. An event with a person and a measure is an application (it has a card) or was received elsewhere. Without a word of its type:
 * planned while the tables were empty, PostgreSQL went for each line of a file through the index of all applications, which has
 * no person (5,000 lines a second became 150). Nobody waits for it: it goes to the server with the next line's question.
 */
const NOTE = 'INSERT INTO tangled_persons (person) SELECT CAST(? AS TEXT) FROM (SELECT 1 AS one) AS asked WHERE';
const ONCE = 'ON CONFLICT DO NOTHING';

export function* noteTangled(event: CenterEvent): Sql<void> {
  if (event.type === 'received-elsewhere') yield* note(event.person);
  if (event.type !== 'application') return;
  const { person, measure, card } = event;
  const events = '(SELECT count(*) FROM events WHERE person = ? AND measure = ?)';
  const granted =
    '(SELECT count(*) FROM entries WHERE person = ? AND measure = ? AND import_id IS NOT NULL AND card_number <> ?)';
  // One is the application itself.
  yield* run(`${NOTE} ${events} + ${granted} > 1 ${ONCE}`, person, person, measure, person, measure, card);
}

export function* noteGrantedBefore({ card, person, measure }: OpeningPosting): Sql<void> {
  if (person === null || measure === null) return;
  const applied = '(SELECT count(*) FROM events WHERE person = ? AND measure = ? AND card_number <> ?)';
  yield* run(`${NOTE} ${applied} > 0 ${ONCE}`, person, person, measure, card);
}
