import type { DatabaseSync } from 'node:sqlite';
import { account } from './account.ts';
import type { BusinessDate } from './business-date.ts';
import { type CallName, type CallRequest, calls } from './contract/index.ts';
import { heartbeat } from './heartbeat.ts';
import { checkDatabase } from './ledger/check.ts';
import { finish, hold } from './ledger/transfers.ts';
import { type CenterLog, cardPseudonym, silentLog } from './log.ts';
import type { CenterHandler } from './port.ts';
import { type Outcome, problemOf, refuse } from './refusal.ts';
import { register } from './registration.ts';
import type { Sql } from './sql.ts';
import { openSqlite } from './sqlite.ts';

export interface CenterOptions {
  /** A file, `:memory:`, or a database that is open already. */
  readonly database: DatabaseSync | string;
  readonly businessDate: BusinessDate;
  readonly log?: CenterLog;
}

export interface Center extends CenterHandler {
  /** What does not add up in the books, in words; empty where all does. */
  check(): readonly string[];
  close(): void;
}

/** How one call is done: inside one transaction, from a request that has been checked. */
type Work<Name extends CallName> = (request: CallRequest<Name>, today: string) => Sql<Outcome<unknown>>;

const WORK: { readonly [Name in CallName]: { readonly changes: boolean; readonly work: Work<Name> } } = {
  heartbeat: { changes: true, work: heartbeat },
  account: { changes: false, work: account },
  register: { changes: true, work: register },
  hold: { changes: true, work: hold },
  finish: { changes: true, work: finish },
};

/**
 * The points center over one SQLite database. Each call is one transaction, done in one go: two calls never interleave,
 * and what was answered is on the disk. Throws where the database cannot be used (see `openSqlite`); `handle` never does.
 */
export function createCenter({ database, businessDate, log = silentLog() }: CenterOptions): Center {
  const db = openSqlite(database);
  const pseudonym = cardPseudonym();

  const perform = <Name extends CallName>(name: Name, body: unknown): Outcome<unknown> => {
    const parsed = calls[name].request.safeParse(body);
    if (!parsed.success) return refuse('bad-request', firstIssue(parsed.error.issues));
    const request = parsed.data as CallRequest<Name>;
    const { changes, work } = WORK[name];
    const steps = work(request, businessDate());
    return changes ? db.write(steps) : db.read(steps);
  };

  return {
    async handle(name, body) {
      try {
        const outcome = perform(name, body);
        if (outcome.ok) {
          log.debug({ call: name, ...about(body, pseudonym) }, 'done');
          return { status: 200, body: outcome.value };
        }
        const problem = problemOf(outcome.error);
        log.info({ call: name, ...about(body, pseudonym), code: problem.code, detail: problem.detail }, 'refused');
        return { status: problem.status, body: problem };
      } catch (error) {
        // The transaction was rolled back: the station asks again. The message of a database names no values.
        log.error({ call: name, reason: error instanceof Error ? error.message : 'unknown' }, 'failed');
        const problem = problemOf({ code: 'unavailable', detail: 'the database could not do it; ask again' });
        return { status: problem.status, body: problem };
      }
    },
    check: () => checkDatabase(db),
    close: () => db.close(),
  };
}

/** Names the field and what is wrong with it; never the value, which may be a card number. */
function firstIssue(issues: readonly { path: readonly PropertyKey[]; message: string }[]): string {
  const [first] = issues;
  return first ? `${first.path.map(String).join('.') || 'body'}: ${first.message}` : 'body: not as the contract says';
}

/** What the log may know of a request. */
function about(body: unknown, pseudonym: (cardNumber: string) => string): Record<string, string> {
  const fields = (body ?? {}) as { stationId?: unknown; cardNumber?: unknown; evidence?: { cardNumber?: unknown } };
  const card = fields.cardNumber ?? fields.evidence?.cardNumber;
  return {
    ...(typeof fields.stationId === 'string' ? { station: fields.stationId.slice(0, 20) } : {}),
    ...(typeof card === 'string' ? { card: pseudonym(card) } : {}),
  };
}
