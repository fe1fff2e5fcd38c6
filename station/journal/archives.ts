/**
 * The sealed journals in the folder `archive` beside the live one. They are evidence only: the live journal carries over
 * whatever had not ended. While the station runs only staff read them (search, shift, export), and none goes before it was exported.
 */
import { chmodSync, constants, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { JournalHead } from '../../center/contract/index.ts';
import { fail, type Result } from '../../hardware/result.ts';
import type { JournalState } from './state.ts';
import { archiveFolderOf, type OpenError, storageError, syncPath, writeWhole } from './storage.ts';
import { type VerifiedJournal, verifyJournal } from './verify.ts';

export const ARCHIVE_NAME = /^journal-(\d{4})(?:-(\d+))?\.sqlite$/;
const READ_ONLY = 0o444;

export const archiveFile = (journal: string, name: string): string => join(archiveFolderOf(journal), name);

/** Beside an archive that was exported: the hash of its last entry. */
const exportMarkOf = (archive: string): string => `${archive}.exported`;

interface Archive {
  readonly name: string;
  readonly year: number;
  /** 1, 2 … within its year. */
  readonly part: number;
}

/** Oldest first. */
export function archivesOf(journal: string): Archive[] {
  const folder = archiveFolderOf(journal);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const [, year, part] = ARCHIVE_NAME.exec(name) ?? [];
      return year ? [{ name, year: Number(year), part: Number(part ?? 1) }] : [];
    })
    .sort((a, b) => a.year - b.year || a.part - b.part);
}

/** A name that no archive has; no journal is ever moved over another. */
export function nextArchiveName(journal: string, year: number): string {
  const last = archivesOf(journal).findLast((archive) => archive.year === year);
  return `journal-${String(year).padStart(4, '0')}${last ? `-${last.part + 1}` : ''}.sqlite`;
}

/** Makes the folder, on disk when it returns. */
export function makeArchiveFolder(journal: string): void {
  const folder = archiveFolderOf(journal);
  mkdirSync(folder, { recursive: true });
  syncPath(dirname(folder));
}

/** Nobody writes in it by mistake. Not before its name is its only one: the live journal is the same file until then. */
export function makeReadOnly(journal: string, name: string): void {
  try {
    chmodSync(archiveFile(journal, name), READ_ONLY);
  } catch {
    // Removed, or somebody else's by now: no reason to keep a machine out of service. Its hashes protect it.
  }
}

/** The newest entry of a sealed file, without reading the others; null where it is no journal. */
export function endOf(file: string): JournalHead | null {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const row = database.prepare('SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1').get();
    return row ? { entry: Number(row.number), hash: String(row.hash) } : null;
  } catch {
    return null;
  } finally {
    if (database?.isOpen) database.close();
  }
}

/** Does one of the archives have this entry, with this hash? */
export function isArchived(journal: string, head: JournalHead): boolean {
  return archivesOf(journal).some(({ name }) => hasEntry(archiveFile(journal, name), head));
}

function hasEntry(file: string, { entry, hash }: JournalHead): boolean {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    return database.prepare('SELECT 1 FROM entries WHERE number = ? AND hash = ?').get(entry, hash) !== undefined;
  } catch {
    return false;
  } finally {
    if (database?.isOpen) database.close();
  }
}

/** An archive beyond the number kept, and why it is still there. */
export interface OverdueArchive {
  readonly name: string;
  readonly because: 'not-exported' | 'not-ended' | 'storage';
}

export interface Tidied {
  readonly removed: readonly string[];
  readonly overdue: readonly OverdueArchive[];
}

/**
 * Removes the oldest archives until `keep` are left. One that was not exported stays, and so does one in whose years a
 * transfer began that is still open: its entries may be asked for.
 */
export function tidyArchives(journal: string, state: JournalState, keep: number): Tidied {
  const removed: string[] = [];
  const overdue: OverdueArchive[] = [];
  const archives = archivesOf(journal);
  for (const { name, year } of archives.slice(0, Math.max(0, archives.length - keep))) {
    const because = whyKept(archiveFile(journal, name), year, state);
    if (because) overdue.push({ name, because });
    else removed.push(name);
  }
  return { removed, overdue };
}

function whyKept(file: string, year: number, state: JournalState): OverdueArchive['because'] | null {
  if ([...state.transfers.values()].some(({ on }) => Number(on.slice(0, 4)) <= year)) return 'not-ended';
  try {
    if (!isExported(file)) return 'not-exported';
    rmSync(file);
    rmSync(exportMarkOf(file), { force: true });
    syncPath(dirname(file));
    return null;
  } catch {
    return 'storage';
  }
}

/** Paths of the archives from the oldest that was not exported yet, oldest first; none where all were. */
export function notExported(journal: string): string[] {
  const files = archivesOf(journal).map(({ name }) => archiveFile(journal, name));
  const oldest = files.findIndex((file) => !isExported(file));
  return oldest < 0 ? [] : files.slice(oldest);
}

/** Notes beside an archive that a verified copy of it left the machine: it may be removed when its time has come. */
export function markExported(archive: string): void {
  const end = endOf(archive);
  if (end) writeWhole(exportMarkOf(archive), end.hash);
}

function isExported(file: string): boolean {
  const mark = exportMarkOf(file);
  return existsSync(mark) && readFileSync(mark, 'latin1') === endOf(file)?.hash;
}

/**
 * Copies an archive to `to`, a file that is not there yet, verifies the copy, and notes beside the archive that it was
 * exported: from then on the station may remove it when its time has come. A copy that is not good is not left there.
 */
export function exportArchive(archive: string, to: string): Result<VerifiedJournal, OpenError> {
  try {
    copyFileSync(archive, to, constants.COPYFILE_EXCL);
    syncPath(to);
    syncPath(dirname(to));
    const verified = verifyJournal(to);
    const problem = verified.ok ? notTheArchive(verified.value, archive) : verified.error;
    if (problem || !verified.ok) rmSync(to);
    if (problem) return fail(problem);
    if (verified.ok) writeWhole(exportMarkOf(archive), verified.value.head.hash);
    return verified;
  } catch (error) {
    return fail(storageError(error));
  }
}

/** A file that lost its end is a good chain too: an archive ends with its seal, which says its name. */
function notTheArchive({ sealedAs }: VerifiedJournal, archive: string): OpenError | null {
  const name = basename(archive);
  if (sealedAs === name) return null;
  return { kind: 'journal-broken', detail: sealedAs ? `it was sealed as ${sealedAs}` : `it was not sealed as ${name}` };
}
