import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { JournalHead } from '../../center/contract/index.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { canonicalJson } from './chain.ts';
import { check } from './check.ts';
import type { Beginning } from './entries.ts';
import type { Replay } from './replay.ts';
import { snapshotOf } from './snapshot.ts';
import { archiveFolderOf, type OpenError, openError } from './storage.ts';

export interface VerifiedJournal {
  readonly stationId: string;
  /** The number of the first entry that was given, 1 for a whole journal. */
  readonly first: number;
  readonly head: JournalHead;
  /** Transfers that were open at the journal's end. */
  readonly openTransfers: number;
  readonly files: number;
  /** An entry that the audit log of staff access must have; null: this journal knows of none. */
  readonly auditAnchor: JournalHead | null;
  /** How often that log was begun anew; those before stand beside it as `.broken-N`. */
  readonly auditsBegunAnew: number;
  /** The name under which the last of these files was closed for good; null: it goes on. */
  readonly sealedAs: string | null;
  /**
   * The archive that the first of these files continues, where it was not given: what lies before is as this file says
   * and was not checked. Null: nothing lies before.
   */
  readonly continues: Continued['archive'] | null;
}

type Continued = Extract<Beginning, { kind: 'journal-continued' }>;

/** An error and the file it was found in. */
export type VerifyError = OpenError & { readonly file: string };

interface Verified {
  readonly file: string;
  readonly replay: Replay;
}

/** Checks one exported journal or archive: the database's own structure, every link of the chain, every entry. Changes nothing. */
export function verifyJournal(file: string): Result<VerifiedJournal, OpenError> {
  const verified = verifyFile(file);
  return verified.ok ? ok(summary([verified.value])) : verified;
}

/**
 * Checks files of one journal, in any order and under any names: each by itself, that each goes on where the one before
 * was sealed, and that what it carries over is what the entries before it amount to.
 */
export function verifyJournals(files: readonly string[]): Result<VerifiedJournal, VerifyError> {
  const all: Verified[] = [];
  for (const file of files) {
    const verified = verifyFile(file);
    if (!verified.ok) return fail({ ...verified.error, file });
    all.push(verified.value);
  }
  all.sort((a, b) => a.replay.first - b.replay.first);
  for (const [index, next] of all.entries()) {
    const before = all[index - 1];
    const detail = before ? whyNotNext(before, next) : null;
    if (detail) return fail({ kind: 'journal-broken', detail, file: next.file });
  }
  return all.length > 0 ? ok(summary(all)) : fail({ kind: 'storage', detail: 'no file was given', file: '' });
}

/** The journal files of a folder: a station's data folder with its archives, or a folder of exports. */
export function journalFilesIn(path: string): string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [path];
  return [path, archiveFolderOf(join(path, 'journal.sqlite'))]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((file) => file.endsWith('.sqlite'));
}

function verifyFile(file: string): Result<Verified, OpenError> {
  if (!existsSync(file)) return fail({ kind: 'storage', detail: 'there is no such file' });
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const structure = database.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
    if (structure !== 'ok') return fail({ kind: 'journal-broken', detail: String(structure) });
    const checked = check(database, null);
    return checked.ok ? ok({ file, replay: checked.value }) : checked;
  } catch (error) {
    return fail(openError(error));
  } finally {
    if (database?.isOpen) database.close();
  }
}

/** Null where `next` is the file that follows on `before`. */
function whyNotNext({ file, replay: before }: Verified, { replay: { beginning, first } }: Verified): string | null {
  if (beginning.kind === 'journal-begun') return `begins anew, and so does ${file}`;
  const { archive, snapshot } = beginning;
  if (first <= before.head.entry) return `says the same entries once more as ${file}, from ${first} on`;
  if (archive.entry > before.head.entry) return `continues ${archive.name} at entry ${first}, which was not given`;
  const isSame =
    beginning.stationId === before.beginning.stationId && beginning.journalId === before.beginning.journalId;
  if (!isSame) return `is of another journal than ${file}`;
  if (archive.hash !== before.head.hash) return `does not follow on the last entry of ${file}`;
  if (before.state.sealed?.archive !== archive.name)
    return `continues ${archive.name}, and ${file} was not sealed as it`;
  return canonicalJson(snapshotOf(before.state)) === canonicalJson(snapshot)
    ? null
    : `carries over another state than the entries of ${file} amount to`;
}

function summary(all: readonly Verified[]): VerifiedJournal {
  const [oldest, newest] = [all[0] as Verified, all.at(-1) as Verified];
  const { beginning, first } = oldest.replay;
  const { head, state } = newest.replay;
  return {
    stationId: beginning.stationId,
    first,
    head,
    openTransfers: state.transfers.size,
    files: all.length,
    auditAnchor: state.auditAnchor,
    auditsBegunAnew: state.auditsBegunAnew,
    sealedAs: state.sealed?.archive ?? null,
    continues: beginning.kind === 'journal-continued' ? beginning.archive : null,
  };
}
