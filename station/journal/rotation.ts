/**
 * From a sealed journal to the one that follows it, under the same name. Each step is on disk before the next, and each
 * may have been done by a start that was cut off: whoever finds a sealed journal does them all again.
 */
import { existsSync, linkSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { JournalHead } from '../../center/contract/index.ts';
import { archiveFile, endOf, makeArchiveFolder } from './archives.ts';
import { link } from './chain.ts';
import type { Beginning, EntryBody } from './entries.ts';
import { createSchema } from './schema.ts';
import { snapshotOf } from './snapshot.ts';
import type { JournalState } from './state.ts';
import { archiveFolderOf, buildUnfinished, finish, syncPath, walOf } from './storage.ts';

/** Moments at which a rotation can be cut off, in this order. Nothing happens there in production. */
export const rotationSteps = ['next-built', 'sealed', 'log-emptied', 'archived', 'in-place', 'opened'] as const;
export type RotationStep = (typeof rotationSteps)[number];

/** A journal at its last entry. */
export interface Sealed {
  readonly path: string;
  readonly beginning: Beginning;
  readonly head: JournalHead;
  readonly state: JournalState;
  readonly archive: string;
}

/** Makes the journal that follows, whole, under another name. */
export function buildNext(sealed: Sealed, atMs: number): void {
  const { path, head, state, archive, beginning } = sealed;
  const body: EntryBody = {
    kind: 'journal-continued',
    stationId: beginning.stationId,
    journalId: beginning.journalId,
    archive: { name: archive, entry: head.entry, hash: head.hash },
    snapshot: snapshotOf(state),
  };
  buildUnfinished(path, (database) => createSchema(database, link(head.hash, head.entry + 1, atMs, body)));
}

/**
 * Gives the sealed file its second name in the archive and puts the next one, which has been built, in its place.
 * `database` is the sealed file, open for this process only; it is closed when this returns. SQLite's and the file
 * system's errors are thrown.
 */
export function putInPlace(database: DatabaseSync, sealed: Sealed, at: (step: RotationStep) => void): void {
  const { path } = sealed;
  // Without its log the file is whole by itself, and no log of it can be taken for one of the next file. A connection
  // that is EXCLUSIVE keeps its rollback file; the first reading in NORMAL lets it go (sqlite.org/pragma.html).
  database.exec('PRAGMA journal_mode=DELETE; PRAGMA locking_mode=NORMAL; SELECT max(number) FROM entries');
  database.exec('BEGIN EXCLUSIVE');
  for (const left of [walOf(path), `${path}-journal`]) {
    if (existsSync(left)) throw new Error(`${left} is still there`);
  }
  syncPath(dirname(path));
  at('log-emptied');
  makeArchiveFolder(path);
  keepAs(sealed);
  syncPath(archiveFolderOf(path));
  at('archived');
  // The lock is held until here: no second process can have begun to do the same.
  finish(path);
  database.close();
  at('in-place');
}

function keepAs({ path, archive, head }: Sealed): void {
  const file = archiveFile(path, archive);
  if (!existsSync(file)) {
    linkSync(path, file);
    return;
  }
  const [own, other] = [statSync(path), statSync(file)];
  if (own.ino === other.ino && own.dev === other.dev) return;
  // A copy of the folder, put back, has two files where there was one.
  if (endOf(file)?.hash !== head.hash) throw new Error(`${file} is there already, and is another journal`);
}
