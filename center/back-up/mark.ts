/**
 * A database that was put back carries a mark, and no center serves stations over it: it does not know what was answered
 * since its back-up. `npm run center -- reopen` takes the mark away, once its operator has brought it up to date.
 * `npm run center -- mark` makes it where something else than `restore` put the database back.
 */
import type { CenterDatabase } from '../database.ts';
import { all, run, type Sql } from '../sql.ts';

export const MARK = 'restored';

/** Text that both databases understand. */
export const MAKE_MARK = `CREATE TABLE IF NOT EXISTS ${MARK} (note TEXT)`;
export const DROP_MARK = `DROP TABLE ${MARK}`;

/** A database with the mark was opened for serving. */
export class Restored extends Error {
  constructor() {
    super(
      'the database was restored from a back-up, and does not know what was answered since: retell, then reopen (docs/center.md)',
    );
  }
}

export async function isMarked(db: CenterDatabase): Promise<boolean> {
  return await db.read(function* (): Sql<boolean> {
    return (yield* all<{ name: string }>(db.tables)).some(({ name }) => name === MARK);
  });
}

/** Whatever else brought it back to an earlier moment than its stations know: recovery to a point in time, a standby that was behind, a copy. */
export async function putMark(db: CenterDatabase): Promise<void> {
  await db.write(() => run(MAKE_MARK));
}

/** False: there was no mark. */
export async function takeMarkAway(db: CenterDatabase): Promise<boolean> {
  if (!(await isMarked(db))) return false;
  await db.write(() => run(DROP_MARK));
  return true;
}
