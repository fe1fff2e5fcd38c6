import { MARK, Restored } from '../back-up/mark.ts';
import type { BusinessDate } from '../business-date.ts';
import { IsoDate } from '../contract/index.ts';
import type { CenterDatabase } from '../database.ts';
import { delays } from '../delays.ts';
import { all, one, type Row, type Sql } from '../sql.ts';

/** `ok`, or why not, for people. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<'stopping' | 'database' | 'schema' | 'restored' | 'businessDate', string>>;
}

interface Seen {
  readonly version: number;
  readonly newestDay: string | null;
  readonly restored: boolean;
}

function* look({ schema, tables }: CenterDatabase): Sql<Seen> {
  const version = yield* one<Row>(schema.text);
  const restored = (yield* all<{ name: string }>(tables)).some(({ name }) => name === MARK);
  const newest = yield* one<{ day: string | null }>('SELECT max(heard_on) AS day FROM stations');
  return { version: Number(version?.version), newestDay: newest?.day ?? null, restored };
}

/**
 * Whether stations should be sent here now: the database answers and has the tables of this program, it was not put
 * back from a back-up, the business date is
 * one that can be (not before a day on which a station was heard: then this machine's clock was put back), and nobody
 * has told the center to stop. Never rejects, and waits for the database as long as `delays.readyMs` at most.
 */
export async function readinessOf(
  db: CenterDatabase,
  businessDate: BusinessDate,
  isStopping: boolean,
): Promise<Readiness> {
  const seen = await soon(async () => await db.read(() => look(db)));
  const today = businessDate();
  const restored = seen === 'restored' || seen?.restored;
  const known = seen === 'restored' ? null : seen;
  const checks = {
    stopping: isStopping ? 'the center was told to stop' : 'ok',
    database: seen ? 'ok' : 'does not answer',
    restored: restored ? new Restored().message : seen ? 'ok' : 'not known',
    schema: known ? schemaIs(known.version, db.schema.version) : 'not known',
    businessDate: dayIs(today, known?.newestDay ?? null),
  };
  return { ready: Object.values(checks).every((check) => check === 'ok'), checks };
}

function schemaIs(found: number, known: number): string {
  return found === known ? 'ok' : `the database has schema ${found}, this program knows ${known}`;
}

function dayIs(today: string, newest: string | null): string {
  if (!IsoDate.safeParse(today).success) return 'not known';
  return newest !== null && today < newest ? `${today} is before ${newest}, when a station was heard` : 'ok';
}

/** Null: it failed, or takes too long. `restored`: the pool gives no connection to it (postgres.ts). */
async function soon<Value>(work: () => Promise<Value>): Promise<Value | 'restored' | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), delays.readyMs);
  });
  try {
    return await Promise.race([
      work().catch((error) => (error instanceof Restored ? ('restored' as const) : null)),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
