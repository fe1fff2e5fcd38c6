/**
 * The disk under a station's journal, as it can fail: refuses an entry, says that it refused one that it has stored,
 * loses its power in the middle of an append, or stays as it is when the station is killed. The journal above it and
 * SQLite are the ones that ship. A disk that is really full is in test/process: too slow for thousands of runs.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EntryBody, Journal, JournalState } from '../../station/journal/index.ts';

export type DiskFault =
  /** SQLITE_FULL, SQLITE_READONLY, SQLITE_BUSY: nothing was stored. */
  | { readonly kind: 'refuses' }
  /** SQLITE_IOERR from the last fsync: stored all the same, and nothing is written any more until the next start. */
  | { readonly kind: 'stores-and-refuses' }
  /** Power loss: of what this append changed in the log, this part (0 to 1) is on the disk, from its beginning. */
  | { readonly kind: 'power-loss'; readonly part: number };

const REFUSED = { ok: false, error: { kind: 'storage', detail: 'database or disk is full' } } as const;

/** The files of a journal at one moment; null: not there. */
export type DiskImage = ReadonlyMap<string, Buffer | null>;

const log = (path: string): string => `${path}-wal`;

export function readDisk(path: string): DiskImage {
  const files = [path, log(path), `${path}.head`, `${path}.reserve`];
  return new Map(files.map((file) => [file, existsSync(file) ? readFileSync(file) : null]));
}

export function writeDisk(image: DiskImage): void {
  for (const [file, bytes] of image) {
    if (bytes) writeFileSync(file, bytes);
    else rmSync(file, { force: true });
  }
}

/** The same with the archives, which no death changes. */
export function readFolder(path: string): DiskImage {
  return new Map([...readDisk(path), ...archivesOf(path).map((file) => [file, readFileSync(file)] as const)]);
}

/** Everything as in the image: an archive that is not in it goes. */
export function writeFolder(path: string, image: DiskImage): void {
  // They are read-only.
  for (const file of archivesOf(path)) rmSync(file, { force: true });
  writeDisk(image);
}

function archivesOf(path: string): string[] {
  const folder = join(dirname(path), 'archive');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => join(folder, name));
}

export interface DiskOptions {
  /** Asked for every append, and with nothing to append for the room of a transfer. */
  readonly fault: (bodies: readonly EntryBody[]) => DiskFault | null;
  /** The power is gone, and this is what the disk has of it. */
  readonly powerLost: (image: DiskImage) => void;
}

/** The journal over such a disk. */
export function onDisk(journal: Journal, { fault, powerLost }: DiskOptions): Journal {
  // What the program still believes after an append that was stored and refused.
  let believed: { state: JournalState; head: ReturnType<Journal['head']> } | null = null;

  function append(...bodies: readonly EntryBody[]): ReturnType<Journal['append']> {
    if (believed) return REFUSED;
    const what = fault(bodies);
    switch (what?.kind) {
      case undefined:
        return journal.append(...bodies);
      case 'refuses':
        return REFUSED;
      case 'stores-and-refuses': {
        const before = { state: journal.state, head: journal.head() };
        journal.append(...bodies);
        believed = before;
        return REFUSED;
      }
      case 'power-loss': {
        const before = readDisk(journal.path);
        journal.append(...bodies);
        powerLost(torn(journal.path, before, readDisk(journal.path), what.part));
        return REFUSED;
      }
    }
  }

  return {
    path: journal.path,
    stationId: journal.stationId,
    get state() {
      return believed?.state ?? journal.state;
    },
    head: () => believed?.head ?? journal.head(),
    secureSpace: () => (believed || fault([]) ? REFUSED : journal.secureSpace()),
    append,
    continueWhenDue: (on) => (believed ? REFUSED : journal.continueWhenDue(on)),
    contains: (head) => journal.contains(head),
    entries: (first) => journal.entries(first),
    export: (file) => journal.export(file),
    close: () => journal.close(),
  };
}

/** Some prefix of what changed in the log; where the log was emptied into the database meanwhile, all of it. */
function torn(path: string, before: DiskImage, after: DiskImage, part: number): DiskImage {
  const [was, is] = [before.get(log(path)) ?? Buffer.alloc(0), after.get(log(path)) ?? Buffer.alloc(0)];
  if (!before.get(path)?.equals(after.get(path) ?? Buffer.alloc(0))) return after;
  const first = is.findIndex((byte, index) => byte !== was[index]);
  if (first < 0) return after;
  const reached = first + Math.floor((is.length - first) * part);
  const mixed = Buffer.concat([is.subarray(0, reached), was.subarray(reached)]);
  // The mark of the newest entry is written after the log was on the disk.
  return new Map([...before, [log(path), mixed]]);
}
