/** `npm run center -- backup|restore|mark|retell|reopen`: a center's books as a file, and the way back (docs/center.md). */
import { isMarked, putMark, takeMarkAway } from '../../center/back-up/mark.ts';
import { backUpPostgres, restorePostgres } from '../../center/back-up/postgres.ts';
import { type RetellReport, retell } from '../../center/back-up/retell.ts';
import { backUpSqlite, restoreSqlite } from '../../center/back-up/sqlite.ts';
import type { CenterDatabase } from '../../center/database.ts';
import { checkDatabase } from '../../center/ledger/check.ts';
import { silentLog } from '../../center/log.ts';
import { isPostgres, openDatabase } from '../../center/open.ts';
import { toldBy } from './journals.ts';

const AFTER_RESTORE = `No center serves stations over it yet: it knows nothing of what was answered since the back-up.
1. import every file since then again, and start the grant runs again: what is known is left
2. npm run center -- retell JOURNAL… with the journals of all stations, until nothing waits
3. npm run center -- reopen
On PostgreSQL nobody but the owner may use the tables: run the SQL of npm run center -- privileges again as well.
`;

const NOT_RESTORED = 'the database was neither restored from a back-up nor marked';

/** Each returns what to say; all throw with one line for people. */
export async function backUp(database: string, file: string): Promise<string> {
  if (isPostgres(database)) await backUpPostgres(database, file);
  else backUpSqlite(database, file);
  const checked = isPostgres(database) ? 'its books are checked when it is restored' : 'its books add up';
  return `${file} is a back-up; ${checked}\n`;
}

export async function restore(file: string, database: string): Promise<string> {
  if (isPostgres(database)) await restorePostgres(file, database);
  else restoreSqlite(file, database);
  return `restored, and its books add up. ${AFTER_RESTORE}`;
}

export async function mark(database: string): Promise<string> {
  await over(database, putMark);
  return `marked. ${AFTER_RESTORE}`;
}

/** The report, and whether everything was told. */
export async function retellFrom(
  journals: readonly string[],
  database: string,
  today: string,
): Promise<{ words: string; waiting: readonly string[] }> {
  const told = toldBy(journals);
  const report = await over(database, async (db) => {
    // A center that goes on has its stations: they tell it themselves, and what they have just begun is theirs to end.
    if (!(await isMarked(db))) throw new Error(NOT_RESTORED);
    return await retell(db, told, today);
  });
  return {
    words: inWords(report),
    waiting: [...report.missing, ...report.waiting].map(({ id, why }) => `${id}: ${why}`),
  };
}

export async function reopen(database: string): Promise<string> {
  return await over(database, async (db) => {
    const faults = await checkDatabase(db);
    if (faults.length > 0) throw new Error(faults.join('; '));
    if (!(await takeMarkAway(db))) throw new Error(NOT_RESTORED);
    return 'everything adds up; a center may serve stations over it again\n';
  });
}

function inWords({ registered, settled, voided, held, known }: RetellReport): string {
  return `told again: ${registered} registrations, ${settled} settled, ${voided} voided, ${held} open; ${known} were known\n`;
}

async function over<Done>(database: string, work: (db: CenterDatabase) => Promise<Done>): Promise<Done> {
  const db = await openDatabase(database, silentLog(), 'patient');
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
