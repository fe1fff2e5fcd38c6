import type { Evidence } from '../../center/contract/index.ts';
import type { HistoryRecord } from '../../hardware/card/port.ts';

export type Verdict = 'written' | 'not-written' | 'cannot-tell';

/** The card keeps this many records; an older one is pushed out by a newer one (docs/facts/felica.md §4.1, 090F). */
const VISIBLE_RECORDS = 20;

/**
 * Did the write of this transfer happen? Decided from the evidence taken before it and the card's history, newest
 * first, read after a fresh polling (design §3, "Settling an unknown"). Pure.
 *
 * The card does the write whole or not at all (docs/facts/felica.md §5.5), so the record that it puts on the card is
 * there exactly if the stored fare is. The balance block is not asked: a gate entry moves its number and leaves no
 * record. Records are compared byte for byte. Whatever does not fit together is `cannot-tell`: staff decide.
 */
export function judge(evidence: Evidence, history: readonly Pick<HistoryRecord, 'raw'>[]): Verdict {
  const ours = positionsOf(evidence.record, history);
  const anchors = evidence.anchor === null ? [] : positionsOf(evidence.anchor, history);
  if (ours.length > 1 || anchors.length > 1 || !fits(evidence, history.length, anchors[0])) return 'cannot-tell';
  const [our] = ours;
  const [anchor] = anchors;
  if (our !== undefined) return liesOnWhatWasThere(evidence, history.length, our, anchor) ? 'written' : 'cannot-tell';
  return everythingSinceIsVisible(evidence, history.length, anchor) ? 'not-written' : 'cannot-tell';
}

function positionsOf(block: string, history: readonly Pick<HistoryRecord, 'raw'>[]): number[] {
  return history.flatMap(({ raw }, index) => (raw === block ? [index] : []));
}

/** A card forgets a record only for a newer one: below the anchor lies what lay there, less what was pushed out. */
function fits(evidence: Evidence, length: number, anchor: number | undefined): boolean {
  if ((evidence.anchor === null) !== (evidence.historyLength === 0) || length < evidence.historyLength) return false;
  if (anchor === undefined) return evidence.anchor === null || length === VISIBLE_RECORDS;
  const below = length - anchor;
  return length === VISIBLE_RECORDS ? below <= evidence.historyLength : below === evidence.historyLength;
}

/** The record of the write comes directly after what was there before it, as far as that can still be seen. */
function liesOnWhatWasThere(evidence: Evidence, length: number, our: number, anchor: number | undefined): boolean {
  if (anchor !== undefined) return anchor === our + 1;
  return our === length - 1 && (evidence.anchor === null || length === VISIBLE_RECORDS);
}

/** Nothing that was written since can have been pushed out. */
function everythingSinceIsVisible(evidence: Evidence, length: number, anchor: number | undefined): boolean {
  return anchor !== undefined || (evidence.anchor === null && length < VISIBLE_RECORDS);
}
