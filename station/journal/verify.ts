import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { JournalHead } from '../../center/contract/index.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { check } from './journal.ts';
import { type OpenError, openError } from './storage.ts';

export interface VerifiedJournal {
  readonly stationId: string;
  readonly head: JournalHead;
  /** Transfers that were open at the journal's end. */
  readonly openTransfers: number;
}

/** Checks an exported journal: the database's own structure, every link of the chain, every entry. Changes nothing. */
export function verifyJournal(file: string): Result<VerifiedJournal, OpenError> {
  if (!existsSync(file)) return fail({ kind: 'storage', detail: 'there is no such file' });
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const structure = database.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
    if (structure !== 'ok') return fail({ kind: 'journal-broken', detail: String(structure) });
    const checked = check(database, null);
    if (!checked.ok) return checked;
    const { stationId, head, state } = checked.value;
    return ok({ stationId, head, openTransfers: state.transfers.size });
  } catch (error) {
    return fail(openError(error));
  } finally {
    if (database?.isOpen) database.close();
  }
}
