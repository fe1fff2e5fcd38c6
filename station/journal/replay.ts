/** Reading a journal from its first entry: the chain, the schema of every entry, and what they amount to. */
import { z } from 'zod';
import type { JournalHead } from '../../center/contract/index.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { follows, GENESIS, type Row } from './chain.ts';
import { type Entry, EntryBody } from './entries.ts';
import { apply, emptyState, type MutableJournalState, objection } from './state.ts';

export interface Replay {
  readonly stationId: string;
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

/** `mark`: an entry that was there before; a journal without it has lost its end. Null: an export, which has no mark. */
export function replay(rows: Iterable<unknown>, mark: JournalHead | null): Result<Replay, JournalBroken> {
  let head: JournalHead = { entry: 0, hash: GENESIS };
  let stationId: string | null = null;
  const state = emptyState();
  const broken = (detail: string): Result<never, JournalBroken> =>
    fail({ kind: 'journal-broken', detail: `entry ${head.entry + 1}: ${detail}` });
  for (const raw of rows) {
    const read = readRow(raw);
    if (!read.ok) return broken(read.error);
    const { row, entry } = read.value;
    if (!follows(row, { number: head.entry, hash: head.hash })) return broken('does not follow on the one before');
    if ((entry.body.kind === 'journal-begun') !== (entry.number === 1)) return broken('a journal begins once');
    if (entry.body.kind === 'journal-begun') stationId = entry.body.stationId;
    const problem = objection(state, entry.body);
    if (problem) return broken(problem);
    apply(state, entry.body);
    head = { entry: row.number, hash: row.hash };
    if (head.entry === mark?.entry && head.hash !== mark.hash) return broken('another journal than the one marked');
  }
  if (mark && head.entry < mark.entry) return broken(`the journal went on to entry ${mark.entry}`);
  return stationId === null ? broken('the journal has no beginning') : ok({ stationId, head, state });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
