import type { DatabaseSync } from 'node:sqlite';
import { account } from './account.ts';
import { LOCAL_OPERATOR } from './audit.ts';
import type { BusinessDate } from './business-date.ts';
import { type CallName, type CallRequest, calls } from './contract/index.ts';
import { type OperatorCallName, type OperatorRequest, operatorCalls } from './contract/operator.ts';
import type { CenterDatabase } from './database.ts';
import { heartbeat } from './heartbeat.ts';
import { checkBooks, checkDatabase } from './ledger/check.ts';
import { transfers, unresolved } from './ledger/of-station.ts';
import { finish, hold } from './ledger/transfers.ts';
import { type CenterLog, cardPseudonym, reasonOf, silentLog } from './log.ts';
import { charges, discrepancies, grantRuns, openTransfers, stations } from './operator.ts';
import type { CenterHandler } from './port.ts';
import { type Outcome, problemOf, refuse } from './refusal.ts';
import { register } from './registration.ts';
import type { Sql } from './sql.ts';
import { openSqlite, type SqliteDatabase } from './sqlite.ts';
import { staffCards, staffTry } from './staff.ts';
import { unreachable } from './unreachable.ts';

export interface CenterOptions {
  /** A file, `:memory:`, or a database that is open already. */
  readonly database: DatabaseSync | string;
  readonly businessDate: BusinessDate;
  readonly log?: CenterLog;
}

export interface Center extends CenterHandler {
  /** What does not add up in the books, in words; empty where all does. */
  check(): readonly string[] | Promise<readonly string[]>;
  close(): void | Promise<void>;
}

/** Over SQLite, which is in this process: nothing to wait for. */
export interface EmbeddedCenter extends Center {
  check(): readonly string[];
  close(): void;
}

/** How one call is done: inside one transaction, from a request that has been checked. */
type Work<Name extends AnyName> = (request: AnyRequest<Name>, today: string, who: string) => Sql<Outcome<unknown>>;

type AnyName = CallName | OperatorCallName;
type AnyRequest<Name extends AnyName> = Name extends CallName
  ? CallRequest<Name>
  : Name extends OperatorCallName
    ? OperatorRequest<Name>
    : never;
/** `writes-together`: it begins with the lock of its card or station and takes a few statements (`writeTogether`). */
type How = 'reads' | 'writes' | 'writes-together';
const CONTRACT = { ...calls, ...operatorCalls };

const WORK: { readonly [Name in AnyName]: { readonly how: How; readonly work: Work<Name> } } = {
  heartbeat: { how: 'writes-together', work: heartbeat },
  account: { how: 'reads', work: account },
  register: { how: 'writes-together', work: register },
  hold: { how: 'writes-together', work: hold },
  finish: { how: 'writes-together', work: finish },
  unresolved: { how: 'reads', work: unresolved },
  transfers: { how: 'reads', work: transfers },
  'staff-cards': { how: 'writes', work: staffCards },
  'staff-try': { how: 'writes', work: staffTry },
  charges: { how: 'writes', work: charges },
  'open-transfers': { how: 'reads', work: openTransfers },
  discrepancies: { how: 'reads', work: discrepancies },
  stations: { how: 'reads', work: stations },
  'grant-runs': { how: 'reads', work: grantRuns },
};

/** The points center over one SQLite database. Throws where it cannot be used (see `openSqlite`). */
export function createCenter({ database, businessDate, log }: CenterOptions): EmbeddedCenter {
  return embeddedCenter(openSqlite(database), businessDate, log);
}

/** The same over a database that `openSqlite` has opened. */
export function embeddedCenter(db: SqliteDatabase, businessDate: BusinessDate, log?: CenterLog): EmbeddedCenter {
  return {
    ...centerOver(db, businessDate, log),
    check: () => db.read(() => checkBooks(db.guards)),
    close: () => db.close(),
  };
}

/**
 * The points center. Each call is one transaction, and what was answered is on the disk. In SQLite two calls never
 * interleave; in PostgreSQL those that concern one card wait for each other. `handle` never throws.
 */
export function centerOver(db: CenterDatabase, businessDate: BusinessDate, log: CenterLog = silentLog()): Center {
  const pseudonym = cardPseudonym();

  const perform = async <Name extends AnyName>(
    name: Name,
    request: AnyRequest<Name>,
    who: string,
  ): Promise<Outcome<unknown>> => {
    const { how, work } = WORK[name];
    const today = businessDate();
    const steps = (): Sql<Outcome<unknown>> => work(request, today, who);
    switch (how) {
      case 'reads':
        return await db.read(steps);
      case 'writes':
        return await db.write(steps);
      case 'writes-together':
        return await db.writeTogether(steps);
      default:
        return unreachable(how);
    }
  };
  const answerTo = async <Name extends AnyName>(
    name: Name,
    body: unknown,
    asker: string | undefined,
  ): Promise<{ status: number; body: unknown }> => {
    const parsed = CONTRACT[name].request.safeParse(body);
    // Of a request that could not be read, nothing is logged but the field: anything may stand in it.
    const who = parsed.success ? about(parsed.data, pseudonym) : {};
    const outcome = parsed.success
      ? await perform(name, parsed.data as AnyRequest<Name>, asker ?? whoIn(parsed.data))
      : refuse('bad-request', firstIssue(parsed.error.issues));
    if (outcome.ok) {
      log.debug({ call: name, ...who }, 'done');
      return { status: 200, body: outcome.value };
    }
    const problem = problemOf(outcome.error);
    log.info({ call: name, ...who, code: problem.code, detail: problem.detail }, 'refused');
    return { status: problem.status, body: problem };
  };

  return {
    async handle(name, body, asker) {
      try {
        return await answerTo(name, body, asker);
      } catch (error) {
        // The transaction was rolled back: the station asks again.
        log.error({ call: name, reason: reasonOf(error) }, 'failed');
        const problem = problemOf({ code: 'unavailable', detail: 'the database could not do it; ask again' });
        return { status: problem.status, body: problem };
      }
    },
    check: () => checkDatabase(db),
    close: () => db.close(),
  };
}

/** Whom a request names where nobody has proven anything: its station, or a program of this machine. */
function whoIn(request: object): string {
  return 'stationId' in request ? `station:${request.stationId}` : LOCAL_OPERATOR;
}

/** Names the field and what is wrong with it; never a value or a key of the sender's own, which may be a card number. */
function firstIssue(issues: readonly { path: readonly PropertyKey[]; message: string }[]): string {
  const [first] = issues;
  if (!first) return 'body: not as the contract says';
  const path = first.path.map((part) => (/^[a-z]+$/i.test(String(part)) ? String(part) : '…')).join('.');
  return `${path || 'body'}: ${first.message}`;
}

/** What the log may know of a request: the station, and a word for the card. */
function about(request: object, pseudonym: (cardNumber: string) => string): Record<string, string> {
  const { stationId, cardNumber, evidence } = request as Partial<CallRequest<'hold'> & CallRequest<'finish'>>;
  const card = evidence?.cardNumber ?? cardNumber;
  return {
    ...(stationId === undefined ? {} : { station: stationId }),
    ...(card === undefined ? {} : { card: pseudonym(card) }),
  };
}
