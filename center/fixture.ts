/** For tests: a center with well-formed requests, every answer checked against the contract; on SQLite or PostgreSQL. */
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { type CallAnswer, type CallName, type CallRequest, calls, Problem } from './contract/index.ts';
import type { CenterDatabase } from './database.ts';
import { closePostgres, emptyPostgres, onPostgres, rawPostgres } from './fixture-postgres.ts';
import { type ImportReport, importLines } from './import.ts';
import { checkDatabase } from './ledger/check.ts';
import { type CenterLog, silentLog } from './log.ts';
import { type Center, centerOver } from './service.ts';
import type { Row } from './sql.ts';
import { openSqlite, serving } from './sqlite.ts';

export const TODAY = '2023-04-10';
export const TERMS_TODAY = 'WESTERポイント（チャージ専用）';

export interface TestCenter {
  readonly center: { handle: Center['handle']; check(): Promise<readonly string[]> };
  database(): Promise<CenterDatabase>;
  close(): Promise<void>;
  /** Straight to the database, as whoever wants to spoil it would. */
  sql(text: string): Promise<Row[]>;
  /** The same with no trigger in the way, as somebody could who may do everything; the triggers are there again afterwards. */
  unguarded(text: string): Promise<void>;
  /** The business date; may be moved. */
  today: string;
  /** The answer, or the code of the problem. */
  ask<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallAnswer<Name> | Problem['code']>;
  import(...lines: readonly object[]): Promise<ImportReport>;
}

export function testCenter({ log }: { log?: CenterLog } = {}): TestCenter {
  const sqlite = onPostgres ? null : new DatabaseSync(':memory:');
  let opened: Promise<CenterDatabase> | null = null;
  let center: Center | null = null;
  const database = (): Promise<CenterDatabase> => {
    opened ??= sqlite ? Promise.resolve(serving(openSqlite(sqlite), silentLog())) : emptyPostgres();
    return opened;
  };
  const sql = async (text: string): Promise<Row[]> => {
    await database();
    if (!sqlite) return await rawPostgres(text);
    if (/^\s*SELECT/.test(text))
      return sqlite
        .prepare(text)
        .all()
        .map((row) => ({ ...row })) as Row[];
    sqlite.exec(text);
    return [];
  };
  const test: TestCenter = {
    center: {
      handle: async (name, body, who) => {
        center ??= centerOver(await database(), () => test.today, log);
        return await center.handle(name, body, who);
      },
      check: async () => await checkDatabase(await database()),
    },
    database,
    close: async () => await (sqlite ? sqlite.close() : closePostgres()),
    sql,
    async unguarded(text) {
      if (!sqlite) {
        await sql(`SET session_replication_role = replica; ${text}; SET session_replication_role = origin`);
        return;
      }
      await database();
      const triggers = sqlite.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
      sqlite.exec(triggers.map(({ name }) => `DROP TRIGGER ${name}`).join(';'));
      sqlite.exec(`PRAGMA foreign_keys = OFF; ${text}`);
      sqlite.exec(triggers.map((trigger) => trigger.sql).join(';'));
    },
    today: TODAY,
    async ask(name, request) {
      const { status, body } = await test.center.handle(name, request);
      if (status === 200) {
        // Parsing would drop what the contract does not know: nothing more may go out either.
        const answer = calls[name].answer.parse(body) as CallAnswer<typeof name>;
        expect(answer).toEqual(body);
        return answer;
      }
      const problem = Problem.parse(body);
      expect(problem.status).toBe(status);
      return problem.code;
    },
    import: async (...lines) => await importLines(await database(), jsonLines(lines), test.today),
  };
  return test;
}

/** Every row that goes into `table` and fits `when` (of `NEW`) fails, until `repair`. */
export async function breakInserts(run: TestCenter, table: string, when = '1 = 1'): Promise<void> {
  await run.sql(
    onPostgres
      ? `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk I/O error'; END $$;
         CREATE TRIGGER broken BEFORE INSERT ON ${table} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION fail()`
      : `CREATE TRIGGER broken BEFORE INSERT ON ${table} WHEN ${when} BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END`,
  );
}

export async function repair(run: TestCenter, table: string): Promise<void> {
  await run.sql(onPostgres ? `DROP TRIGGER broken ON ${table}; DROP FUNCTION fail()` : 'DROP TRIGGER broken');
}

async function* jsonLines(lines: readonly object[]): AsyncIterable<string> {
  for (const line of lines) yield JSON.stringify(line);
}

/** `JW` and 15 characters, ending in the given number. */
export function cardNumber(n: number): string {
  return `JW${String(n).padStart(15, '0')}`;
}

/** A uuid ending in the given number. */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export const CARD = cardNumber(1);

export function hold(n: number, points: number, change: Partial<CallRequest<'hold'>> = {}): CallRequest<'hold'> {
  return {
    stationId: 'S-1',
    transferId: uuid(n),
    on: TODAY,
    cardKind: 'icoca',
    evidence: evidence(points),
    ...change,
  };
}

export function evidence(points: number, card = CARD): CallRequest<'hold'>['evidence'] {
  return {
    cardNumber: card,
    idm: '0123456789abcdef',
    balanceYen: 1_200,
    updateNumber: 7,
    anchor: 'ab'.repeat(16),
    historyLength: 3,
    record: 'cd'.repeat(16),
    points,
  };
}

export function finish(
  n: number,
  end: 'settled' | 'voided',
  change: Partial<CallRequest<'finish'>> = {},
): CallRequest<'finish'> {
  return { stationId: 'S-1', transferId: uuid(n), end, proof: 'answer', cardNumber: CARD, ...change };
}

export function register(n: number, change: Partial<CallRequest<'register'>> = {}): CallRequest<'register'> {
  return {
    stationId: 'S-1',
    requestId: uuid(n),
    cardNumber: CARD,
    cardKind: 'icoca',
    on: TODAY,
    termsVersion: TERMS_TODAY,
    ...change,
  };
}

export function account(card = CARD): CallRequest<'account'> {
  return { stationId: 'S-1', cardNumber: card, cardKind: 'icoca', idm: '0123456789abcdef' };
}

export function registration(card = CARD, on = '2023-01-09'): object {
  return { type: 'registration', on, card };
}

export function posting(id: string, points: number, change: object = {}): object {
  return { type: 'posting', id, on: '2023-02-18', card: CARD, points, kind: 'carried-over', ...change };
}

/** A center with one registered card that has points. */
export async function centerWithPoints(points: number): Promise<TestCenter> {
  const test = testCenter();
  const report = await test.import(registration(), posting('opening', points));
  expect(report.refused).toEqual([]);
  return test;
}
