/**
 * Who did what, and what came of it: a table that only grows. What a call changes is written in the transaction of the call; an import
 * and a grant run, which are many transactions, have a row before and one after; what was forbidden and what was revoked, which
 * change nothing, are written afterwards. No card number stands in it; ids of transfers do, and lead whoever may read the ledger to the rest.
 */
import { all, one, run, type Sql } from './sql.ts';

export const AUDITED_ACTS = [
  'staff-lockout',
  'staff-card',
  'decision',
  'charges',
  'import',
  'grant-run',
  'forbidden',
  'certificate-revoked',
] as const;
export type AuditedAct = (typeof AUDITED_ACTS)[number];

export interface Audited {
  /** `station:ID`, `operator:NAME`, `monitor:NAME`, `command:USER` of the machine, `center`, or `others` (forbidden.ts). */
  readonly who: string;
  readonly act: AuditedAct;
  /** A word. */
  readonly result: string;
  readonly detail: string;
}

export interface AuditRow extends Audited {
  readonly number: number;
  /** The center's wall clock, UTC, as an ISO string. */
  readonly at: string;
}

/** Where whoever asks on the operator's port has proven nothing: a program of this machine. */
export const LOCAL_OPERATOR = 'operator:local';

export function* audit({ who, act, result, detail }: Audited): Sql<void> {
  yield* run(
    'INSERT INTO audit (at, who, act, result, detail) VALUES (?, ?, ?, ?, ?)',
    new Date().toISOString(),
    who,
    act,
    result,
    detail,
  );
}

/** What is revoked, each entry once, however often the list is read. */
export function* auditRevoked(entries: ReadonlySet<string>): Sql<void> {
  for (const detail of entries) {
    const known = yield* one(`SELECT 1 AS found FROM audit WHERE act = 'certificate-revoked' AND detail = ?`, detail);
    if (!known) yield* audit({ who: 'center', act: 'certificate-revoked', result: 'taken', detail });
  }
}

/** At most so many rows after one, of what was at `since` or later (an ISO day or instant), in their order. */
export function auditPage(since: string, after: number, rows: number): Sql<readonly AuditRow[]> {
  return all<{ [Field in keyof AuditRow]: AuditRow[Field] }>(
    'SELECT number, at, who, act, result, detail FROM audit WHERE at >= ? AND number > ? ORDER BY number LIMIT ?',
    since,
    after,
    rows,
  );
}
