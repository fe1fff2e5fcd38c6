/**
 * Numbers of East Asia: groups of four digits, each said as thousands, hundreds, tens and ones. What a part is called,
 * and when 一 or a zero is said, is the language's.
 */

/** Where a digit stands within its group. */
export type Place = 1_000 | 100 | 10 | 1;
const PLACES = [1_000, 100, 10, 1] as const;

export interface GroupWords {
  readonly zero: string;
  /** The clip for a digit at a place; `whole`: the number in which it stands. */
  part(digit: number, place: Place, whole: number): string;
  /** 万 and the like. */
  readonly tenThousand: string;
  /** A whole number of ten thousands is said before it; null: the word alone (만 for 10,000). */
  readonly oneTenThousand: 'said' | 'left-out';
  /** Chinese says 零 for the places left out inside a number. */
  readonly gap: string | null;
}

function group(value: number, whole: number, words: GroupWords): string[] {
  const said: string[] = [];
  let gap = false;
  for (const place of PLACES) {
    const digit = Math.floor(value / place) % 10;
    if (digit === 0) {
      gap ||= said.length > 0;
      continue;
    }
    if (gap && words.gap !== null) said.push(words.gap);
    gap = false;
    said.push(words.part(digit, place, whole));
  }
  return said;
}

/** The parts of a whole number up to 99,999,999. */
export function grouped(value: number, words: GroupWords): string[] {
  if (value === 0) return [words.zero];
  const high = Math.floor(value / 10_000);
  const low = value % 10_000;
  if (high === 0) return group(low, value, words);
  const before = high === 1 && words.oneTenThousand === 'left-out' ? [] : group(high, high * 10_000, words);
  const gap = words.gap !== null && low > 0 && low < 1_000 ? [words.gap] : [];
  return [...before, words.tenThousand, ...gap, ...group(low, value, words)];
}
