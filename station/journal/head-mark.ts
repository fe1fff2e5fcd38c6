/**
 * A small file beside the journal that says how far it went: the number and hash of its newest entry, written after
 * each append. A chain shows what was changed in the middle; it cannot show that its end is missing. A damaged log, a
 * page that lost its last row or an older copy put in place are found by this before anything is decided from them.
 */

import { hash } from 'node:crypto';
import { closeSync, existsSync, fdatasyncSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { JournalHead } from '../../center/contract/index.ts';

/** Two places in different sectors, taken in turn: a power loss can spoil the one being written, never both. */
const PLACES = [0, 4096] as const;
const TEXT_BYTES = 12 + 1 + 64 + 1 + 64;

export class HeadMark {
  readonly #file: number;

  /** Opens the mark of a journal that is there. Throws where it cannot. */
  constructor(path: string) {
    this.#file = openSync(path, 'r+');
  }

  /** On disk when it returns. Throws where it is not. */
  set(head: JournalHead): void {
    writeSync(this.#file, textOf(head), PLACES[head.entry % 2] ?? 0);
    fdatasyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Makes the file with its first mark, in both places; an old one is overwritten. */
export function createHeadMark(path: string, head: JournalHead): void {
  const file = openSync(path, 'w', 0o600);
  try {
    for (const place of PLACES) writeSync(file, textOf(head), place);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The newest head that was marked; null where there is no mark that can be read. */
export function readHeadMark(path: string): JournalHead | null {
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  const heads = PLACES.map((place) => headOf(bytes.toString('latin1', place, place + TEXT_BYTES)));
  return heads.reduce((newest, head) => (head && head.entry > (newest?.entry ?? -1) ? head : newest), null);
}

/** Twelve digits, the entry's hash, and a hash over both that tells a torn mark from a whole one. */
function textOf(head: JournalHead): string {
  const text = `${String(head.entry).padStart(12, '0')} ${head.hash}`;
  return `${text} ${hash('sha256', text, 'hex')}`;
}

function headOf(text: string): JournalHead | null {
  const [, entry, entryHash] = /^(\d{12}) ([0-9a-f]{64}) [0-9a-f]{64}$/.exec(text) ?? [];
  if (!entry || !entryHash) return null;
  const head = { entry: Number(entry), hash: entryHash };
  return textOf(head) === text ? head : null;
}
