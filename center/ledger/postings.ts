import { pointNameOn } from '../../points/index.ts';
import type { Posting } from '../contract/index.ts';
import { all, type Sql } from '../sql.ts';
import type { LedgerAccount } from './ledger.ts';

type PostingRow = {
  source: LedgerAccount;
  target: LedgerAccount;
  points: number;
  value_on: string;
  measure: string | null;
};
type PostingOut = (typeof Posting)['_output'];

/** What people call the movement; null for those that only move points about (holds, their release, reissues). */
function kindOfEntry(row: PostingRow): PostingOut['kind'] | null {
  if (row.source === 'corrections' || row.target === 'corrections') return 'correction';
  if (row.source === 'carried-over') return 'carried-over';
  if (row.source === 'grants') return 'grant';
  if (row.target === 'point-charges') return 'point-charge';
  return null;
}

/** As many as a machine shows of a card's history (docs/facts/points.md §4.1, W30): a card charges for years. */
const SHOWN = 20;

/** The newest postings of an account, each under the name of its own day (A20). Points, negative going out. */
export function* postingsOf(cards: readonly string[]): Sql<readonly PostingOut[]> {
  const rows: (PostingRow & { entry_id: number })[] = [];
  for (const card of cards) {
    rows.push(
      ...(yield* all<PostingRow & { entry_id: number }>(
        `SELECT entry_id, source, target, points, value_on, measure FROM entries
         WHERE card_number = ? AND (source IN ('corrections', 'carried-over', 'grants') OR target IN ('corrections', 'point-charges'))
         ORDER BY value_on DESC, entry_id DESC LIMIT ${SHOWN}`,
        card,
      )),
    );
  }
  rows.sort((a, b) => (a.value_on === b.value_on ? b.entry_id - a.entry_id : a.value_on < b.value_on ? 1 : -1));
  return rows.slice(0, SHOWN).flatMap((row) => {
    const kind = kindOfEntry(row);
    if (!kind) return [];
    const incoming = row.target === 'outstanding' || row.target === 'held';
    return [
      {
        on: row.value_on,
        points: incoming ? row.points : -row.points,
        kind,
        measure: row.measure as PostingOut['measure'],
        pointName: pointNameOn(row.value_on),
      },
    ];
  });
}
