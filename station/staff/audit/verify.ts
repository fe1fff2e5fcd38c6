import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { JournalHead } from '../../../center/contract/index.ts';
import { fail, ok, type Result } from '../../../hardware/result.ts';
import { checkChain } from '../../journal/chained-file.ts';
import { type OpenError, openError } from '../../journal/storage.ts';
import { AUDIT, auditBodyOf } from './audit.ts';

export interface VerifiedAudit {
  readonly stationId: string;
  /** What was wrong with the log before this one; null: it is the first. */
  readonly after: string | null;
  readonly head: JournalHead;
}

/** Is this file an audit log of staff access (and not a journal)? False also where it cannot be opened. */
export function isAuditLog(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database.prepare('PRAGMA application_id').get()?.application_id === AUDIT.id;
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

/**
 * Checks an audit log: the database's own structure, every link of the chain, every entry. Changes nothing.
 * `anchor`: an entry that it must have, as the journal beside it says.
 */
export function verifyAudit(file: string, anchor: JournalHead | null = null): Result<VerifiedAudit, OpenError> {
  let database: DatabaseSync | null = null;
  let stationId = '';
  let after: string | null = null;
  let anchorHash: string | null = null;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const structure = database.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
    if (structure !== 'ok') return fail({ kind: 'journal-broken', detail: String(structure) });
    const checked = checkChain(database, AUDIT, null, (row) => {
      const body = auditBodyOf(row);
      if (!body) return 'an entry that no version of this program writes';
      if ((body.kind === 'audit-begun') !== (row.number === 1)) return 'an audit log begins once';
      if (body.kind === 'audit-begun') ({ stationId, after } = body);
      if (row.number === anchor?.entry) anchorHash = row.hash;
      return null;
    });
    if (!checked.ok) return checked;
    if (anchor && (anchor.entry > checked.value.entry || anchorHash !== anchor.hash)) {
      const detail = `the journal knows another entry ${anchor.entry} of it: an older copy, or one that was begun anew`;
      return fail({ kind: 'journal-broken', detail });
    }
    return ok({ stationId, after, head: checked.value });
  } catch (error) {
    return fail(openError(error));
  } finally {
    if (database?.isOpen) database.close();
  }
}
