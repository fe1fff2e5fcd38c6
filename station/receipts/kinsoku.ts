import { columnsOf, toPrintable } from '../../hardware/printer/text.ts';

/** Never at the beginning of a line (行頭禁則). */
const notFirst = new Set(
  '、。，．・：；？！）］｝〉》」』】〕’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜～%％円,.:;?!)]}',
);
/** Never at the end of a line (行末禁則). */
const notLast = new Set('（［｛〈《「『【〔‘“￥([{');

/**
 * Breaks text into lines of at most `columns` columns: Latin words stay whole, 「）」 and its like begin no line and 「（」
 * ends none (docs/facts/printing.md §1.4: receiptline has no kinsoku). What cannot be kept whole is broken anyway.
 */
export function breakLines(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const unit of unitsOf(toPrintable(text).trim())) {
    const pieces = columnsOf(unit) > columns ? Array.from(unit) : [unit];
    for (const piece of pieces) {
      if (columnsOf(line + piece.trimEnd()) > columns) {
        lines.push(line.trimEnd());
        line = piece.trimStart();
      } else line += piece;
    }
  }
  const rest = line.trimEnd();
  return rest === '' && lines.length > 0 ? lines : [...lines, rest];
}

/** The smallest parts of a text that a line may end after. */
function unitsOf(text: string): string[] {
  const units: string[] = [];
  let unit = '';
  let before = '';
  for (const character of text) {
    if (unit !== '' && mayBreak(before, character)) {
      units.push(unit);
      unit = '';
    }
    unit += character;
    before = character;
  }
  return unit === '' ? units : [...units, unit];
}

function mayBreak(before: string, after: string): boolean {
  if (after === ' ' || notFirst.has(after) || notLast.has(before)) return false;
  if (before === ' ') return true;
  return !(isLatin(before) && isLatin(after));
}

function isLatin(character: string): boolean {
  return /[!-~]/.test(character);
}
