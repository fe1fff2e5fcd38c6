/**
 * The points center against its databases: how many point charges a second it keeps, durably, beside what the database
 * does by itself on this disk; the grant run (center-grants.ts).
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import type { CenterDatabase } from '../../center/database.ts';
import { serveHttp } from '../../center/http.ts';
import { silentLog } from '../../center/log.ts';
import { openPostgres } from '../../center/postgres.ts';
import { centerOver } from '../../center/service.ts';
import { openSqlite, serving } from '../../center/sqlite.ts';
import { findPostgres, PostgresServer } from '../../rig/postgres.ts';
import type { LoadReport } from '../center/load.ts';
import { charging, makeCards, TODAY } from './center-fleet.ts';
import { administer, grants } from './center-grants.ts';
import { type Figure, median, type Section, spreadOf } from './figure.ts';

/** As many machines as ask at the same moment where thousands of them serve a passenger each; and a few. */
const CLIENTS = 64;
const FEW_CLIENTS = 8;
/** Far more than clients: two that meet on one card would wait for each other. */
const CARDS = 2_000;
const ROUNDS = 3;
const SECONDS = 2;
const ACCOUNTS_SCALE = 10;
const GOAL = { postgres: 0.5, sqlite: 0.7 } as const;

/** Transactions a second of PostgreSQL's own benchmark: an update and an insert each, no row that all share (`-N`). */
function pgbench(server: PostgresServer, clients: number, seconds: number): number {
  const { status, stdout, stderr } = runPgbench(server, [
    '-N',
    '-n',
    '-M',
    'prepared',
    '-c',
    String(clients),
    '-j',
    '2',
    '-T',
    String(seconds),
  ]);
  const found = /tps = ([\d.]+)/.exec(stdout);
  if (status !== 0 || !found) throw new Error(`pgbench: ${stderr.trim()}`);
  return Number(found[1]);
}

function runPgbench(server: PostgresServer, args: readonly string[]) {
  const program = join(String(findPostgres()), 'pgbench');
  return spawnSync(program, [...args, '-h', server.folder, '-U', 'center', 'postgres'], { encoding: 'utf8' });
}

/** A charge is two calls, each durable when it is answered: its hold, and its end. How many of them share a transaction is the center's affair. */
function against(
  what: string,
  charges: readonly number[],
  other: string,
  theirs: readonly number[],
  goal: number | null,
): Figure {
  const ratios = charges.map((each, index) => (2 * each) / (theirs[index] ?? Number.NaN));
  const ratio = median(ratios);
  return {
    what,
    value: `${median(charges).toFixed(0)} point charges/s, ${(2 * median(charges)).toFixed(0)} calls/s`,
    spread: spreadOf(ratios),
    against: { what: `${other} (${median(theirs).toFixed(0)}/s)`, ratio },
    ...(goal === null ? {} : { goal: { says: `≥ ${goal}`, met: ratio >= goal } }),
  };
}

async function* onPostgres(server: PostgresServer): AsyncIterable<Figure> {
  const db = await openPostgres({ url: server.url('center'), log: silentLog() });
  try {
    await makeCards(db, CARDS);
    const made = runPgbench(server, ['-i', '-q', '-s', String(ACCOUNTS_SCALE)]);
    if (made.status !== 0) throw new Error(`pgbench: ${made.stderr.trim()}`);
    // Both once before it counts: plans, caches and compiled code are there.
    pgbench(server, CLIENTS, 1);
    await charging(db, CLIENTS, CARDS, 1);
    for (const clients of [CLIENTS, FEW_CLIENTS]) {
      const [ours, theirs, overHttp]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round < ROUNDS; round++) {
        theirs.push(pgbench(server, clients, SECONDS));
        ours.push(await charging(db, clients, CARDS, SECONDS));
        if (clients === CLIENTS) overHttp.push(await chargingOverHttp(db, clients));
      }
      const beside = `pgbench -N on the same PostgreSQL, ${clients} clients each`;
      const what = `hold and settle on PostgreSQL, in process, ${clients} at a time`;
      yield against(what, ours, beside, theirs, GOAL.postgres);
      if (overHttp.length > 0)
        yield against('the same over HTTP, with a look at the account', overHttp, beside, theirs, null);
    }
  } finally {
    await db.close();
  }
}

/** Stations in a process of their own, as they are: `npm run center -- load`. */
async function chargingOverHttp(db: CenterDatabase, clients: number): Promise<number> {
  const rateLimit = { perSecond: 1_000_000, now: () => performance.now() };
  const server = await serveHttp({
    center: centerOver(db, () => TODAY),
    log: silentLog(),
    host: '127.0.0.1',
    port: 0,
    rateLimit,
  });
  const command = [
    join(import.meta.dirname, '../center.ts'),
    'load',
    '--center',
    server.url,
    '--date',
    TODAY,
    '--json',
  ];
  const amount = ['--stations', String(clients), '--cards', String(CARDS), '--seconds', String(SECONDS)];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...command, ...amount]);
    const { passengers, seconds, failed } = JSON.parse(stdout) as LoadReport;
    if (Object.keys(failed).length > 0) throw new Error(`charges over HTTP failed: ${JSON.stringify(failed)}`);
    return passengers / seconds;
  } finally {
    await server.stop();
  }
}

async function* onSqlite(): AsyncIterable<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'wester-bench-center-'));
  const db = serving(openSqlite(join(folder, 'center.sqlite')), silentLog());
  const plain = new DatabaseSync(join(folder, 'plain.sqlite'));
  try {
    await makeCards(db, CARDS);
    // As the center sets its own (sqlite.ts).
    plain.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; CREATE TABLE rows (number INTEGER PRIMARY KEY, body TEXT)',
    );
    commits(plain, 0.5);
    await charging(db, CLIENTS, CARDS, 0.5);
    for (const clients of [CLIENTS, 1]) {
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        theirs.push(commits(plain, 1));
        ours.push(await charging(db, clients, CARDS, 1));
      }
      const what = `hold and settle on SQLite, in process, ${clients} at a time`;
      yield against(what, ours, 'its commits of one row, one after the other on the same disk', theirs, GOAL.sqlite);
    }
  } finally {
    db.close();
    plain.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Commits a second of one row of about a hold's size. */
function commits(db: DatabaseSync, seconds: number): number {
  const insert = db.prepare('INSERT INTO rows (body) VALUES (?)');
  const body = 'x'.repeat(500);
  const begun = performance.now();
  let done = 0;
  for (; performance.now() - begun < seconds * 1_000; done++) insert.run(body);
  return done / ((performance.now() - begun) / 1_000);
}

export const center: Section = {
  name: 'center',
  async *run({ full }) {
    yield* onSqlite();
    if (!findPostgres()) {
      process.stderr.write('center: no PostgreSQL 15 or later here, so only SQLite was measured\n');
      return;
    }
    // A fleet's server is not set up for a demo: 16 MB of log between checkpoints would measure checkpoints.
    const server = new PostgresServer(['max_wal_size=4GB', 'shared_buffers=256MB']);
    await server.start();
    try {
      await administer(server.url('postgres'), 'CREATE DATABASE center');
      yield* onPostgres(server);
      yield* grants(server, full);
    } finally {
      await server.remove();
    }
  },
};
