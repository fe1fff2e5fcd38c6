/** Reading a journal from its first entry: the chain, the schema of every entry, and what they amount to. */
import { z } from 'zod';
import type { JournalHead } from '../../center/contract/index.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { follows, GENESIS, type Row } from './chain.ts';
import { type Beginning, type Entry, EntryBody } from './entries.ts';
import { apply, emptyState, type MutableJournalState, objection } from './state.ts';

export interface Replay {
  /** The first entry: a journal's own beginning, or what it continues. */
  readonly beginning: Beginning;
  /** The number of that entry. */
  readonly first: number;
  readonly head: JournalHead;
  readonly state: MutableJournalState;
}

interface JournalBroken {
  readonly kind: 'journal-broken';
  readonly detail: string;
}

const RowSchema = z.object({ number: z.int(), at_ms: z.int(), body: z.string(), hash: z.string() });

/** A row as an entry; says what is wrong with it where it is none. */
export function readRow(raw: unknown): Result<{ row: Row; entry: Entry }, string> {
  const row = RowSchema.safeParse(raw);
  if (!row.success) return fail('not a row of a journal');
  const body = EntryBody.safeParse(parseJson(row.data.body));
  if (!body.success) return fail('an entry that no version of this program writes');
  const { number, at_ms: atMs, hash } = row.data;
  return ok({ row: row.data, entry: { number, atMs, body: body.data, hash } });
}

/**
 * `mark`: an entry that was there before; a journal without it has lost its end. Null: an export, which has no mark.
 * A file that continues an archive begins behind the archive's last entry, which may be the one marked.
 */
export function replay(rows: Iterable<unknown>, mark: JournalHead | null): Result<Replay, JournalBroken> {
  let beginning: Beginning | null = null;
  let head: JournalHead = { entry: 0, hash: GENESIS };
  let first = 1;
  const state = emptyState();
  const broken = (detail: string): Result<never, JournalBroken> =>
    fail({ kind: 'journal-broken', detail: `entry ${head.entry + 1}: ${detail}` });
  for (const raw of rows) {
    const read = readRow(raw);
    if (!read.ok) return broken(read.error);
    const { row, entry } = read.value;
    const { body } = entry;
    if (isBeginning(body) !== (beginning === null)) return broken('a journal begins once');
    if (isBeginning(body)) {
      beginning = body;
      if (body.kind === 'journal-continued') head = { entry: body.archive.entry, hash: body.archive.hash };
      first = head.entry + 1;
      if (mark && mark.entry < head.entry) return broken(`the journal begins behind its mark, entry ${mark.entry}`);
      if (isAnother(mark, head)) return broken('another journal than the one marked');
    }
    if (!follows(row, { number: head.entry, hash: head.hash })) return broken('does not follow on the one before');
    const problem = objection(state, body);
    if (problem) return broken(problem);
    apply(state, body);
    head = { entry: row.number, hash: row.hash };
    if (isAnother(mark, head)) return broken('another journal than the one marked');
  }
  if (mark && head.entry < mark.entry) return broken(`the journal went on to entry ${mark.entry}`);
  return beginning === null ? broken('the journal has no beginning') : ok({ beginning, first, head, state });
}

const isBeginning = (body: EntryBody): body is Beginning =>
  body.kind === 'journal-begun' || body.kind === 'journal-continued';

const isAnother = (mark: JournalHead | null, head: JournalHead): boolean =>
  mark?.entry === head.entry && mark.hash !== head.hash;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
