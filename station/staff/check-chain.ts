import { canonicalJson, entryHash, GENESIS } from '../journal/chain.ts';
import type { Journal } from '../journal/index.ts';
import { archivedEntries } from './archived-entries.ts';
import { firstEntryOf, type Walk, walkJournal } from './walk.ts';

export type ChainCheck =
  /** `from`: above 1 where the journal continues an archive; the link to it was checked if it is still there. */
  | { readonly kind: 'whole'; readonly from: number; readonly to: number; readonly hash: string }
  /** The first entry that does not follow on the one before, or is missing. */
  | { readonly kind: 'broken'; readonly entry: number };

/** Every link of the running journal, read from its file again; the station holds it, so that no other program can. */
export async function checkChain(journal: Journal, walk: Pick<Walk, 'pause' | 'onProgress'> = {}): Promise<ChainCheck> {
  const from = firstEntryOf(journal);
  const head = journal.head();
  let before = hashBefore(journal, from);
  let entry = from - 1;
  let broken: number | null = null;
  const complete = await walkJournal(
    journal,
    ({ number, atMs, body, hash }) => {
      if (before !== null && entryHash(before, number, atMs, canonicalJson(body)) !== hash) broken ??= number;
      [before, entry] = [hash, number];
    },
    { ...walk, to: head.entry },
  );
  if (broken !== null || !complete) return { kind: 'broken', entry: broken ?? entry + 1 };
  return before === head.hash
    ? { kind: 'whole', from, to: head.entry, hash: head.hash }
    : { kind: 'broken', entry: head.entry };
}

/** Null: the archive that the journal continues is not here any more. */
function hashBefore(journal: Journal, from: number): string | null {
  if (from === 1) return GENESIS;
  return archivedEntries(journal.path, from - 1).next().value?.hash ?? null;
}
