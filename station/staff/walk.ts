/** Reading the journal while the station goes on: a million entries take seconds, and a card must not wait for them. */
import { canonicalJson, entryHash } from '../journal/chain.ts';
import type { Entry, Journal } from '../journal/index.ts';
import { archivedEntries } from './archived-entries.ts';

/** Entries read before the station may do something else: a few milliseconds. */
const CHUNK = 1_000;

export interface Walk {
  /** Without it the first entry of the journal's own file; a smaller number is looked for in the archives. */
  readonly from?: number;
  /** The last entry looked at; without it the newest one at the beginning. */
  readonly to?: number;
  /** Between two chunks; lets everything else of the station have its turn. */
  readonly pause?: () => Promise<void>;
  /** Entries that have been looked at. */
  readonly onProgress?: (done: number) => void;
}

/** Number of the first entry in the journal's own file: above 1 where it continues an archive. */
export function firstEntryOf(journal: Journal): number {
  for (const { number } of journal.entries()) return number;
  return 1;
}

/**
 * Shows every entry in order. What is appended meanwhile is not looked at.
 * @returns false: entries are missing or cannot be read; `visit` has seen those before the gap.
 */
export async function walkJournal(journal: Journal, visit: (entry: Entry) => void, walk: Walk = {}): Promise<boolean> {
  const first = firstEntryOf(journal);
  const from = walk.from ?? first;
  const to = walk.to ?? journal.head().entry;
  const steps = new Steps(visit, walk, from);
  if (from < first) {
    const archived = archivedEntries(journal.path, from);
    if (!(await steps.through(() => archived, Math.min(to, first - 1)))) return false;
    if (to >= first && !steps.isFollowedBy(journal.entries(first).next().value)) return false;
  }
  return await steps.through((next) => journal.entries(next), to);
}

class Steps {
  readonly #visit: (entry: Entry) => void;
  readonly #walk: Walk;
  #next: number;
  #hash = '';

  constructor(visit: (entry: Entry) => void, walk: Walk, from: number) {
    this.#visit = visit;
    this.#walk = walk;
    this.#next = from;
  }

  /** In chunks: no statement stays open while something else has its turn. */
  async through(entriesFrom: (next: number) => Iterable<Entry>, to: number): Promise<boolean> {
    const begun = this.#next;
    while (this.#next <= to) {
      const end = Math.min(to, this.#next + CHUNK - 1);
      for (const entry of entriesFrom(this.#next)) {
        if (entry.number !== this.#next) return false;
        this.#visit(entry);
        this.#hash = entry.hash;
        this.#next += 1;
        if (this.#next > end) break;
      }
      if (this.#next <= end) return false;
      this.#walk.onProgress?.(end - begun + 1);
      await (this.#walk.pause ?? nextTurn)();
    }
    return true;
  }

  /** The file that continues an archive says so with its hash. */
  isFollowedBy(first: Entry | undefined): boolean {
    if (!first || first.number !== this.#next) return false;
    return entryHash(this.#hash, first.number, first.atMs, canonicalJson(first.body)) === first.hash;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
