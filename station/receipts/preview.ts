import { type QRCode, qrcode } from 'receiptline';
import { paperOf } from '../../hardware/printer/paper-of.ts';
import { drawingOf } from '../../hardware/printer/picture.ts';
import { columnsOn } from '../../hardware/printer/text.ts';
import type { ReceiptPreview } from '../contract/screen.ts';
import type { Language } from '../contract/words.ts';
import { markupOf } from './markup.ts';
import type { Imprint, Receipt } from './receipt.ts';

export interface PreviewOptions {
  readonly imprint: Imprint;
  /** The number of this print, as `Imprint` means it where it is the original. */
  readonly number: number;
  readonly language: Language;
  readonly widthMm: 58 | 80;
}

/** A code is read from a screen, clean and bright: the lowest level keeps its squares large. */
const LEVEL = 'l';

/**
 * The receipt as it would come out, drawn from the bytes that would be printed, and its text as a QR code. Null where it
 * cannot be printed.
 */
export function previewOf(receipt: Receipt, options: PreviewOptions): ReceiptPreview | null {
  const { imprint, number, language, widthMm } = options;
  const markup = markupOf(receipt, imprint, { language, columns: columnsOn(widthMm) });
  const paper = paperOf({ number, markup }, widthMm);
  const text = textFor(receipt, options);
  if (!paper.ok || text === null) return null;
  const { width, height, texts, blocks } = drawingOf(paper.value.lines, widthMm);
  return { width, height, texts: [...texts], blocks: [...blocks], code: codeOf(text) };
}

/**
 * What the QR code says: the lines of the receipt on 80 mm paper without the blanks between its columns. It bears no
 * receipt number: those count what comes out of the printer (I6).
 */
export function textFor(receipt: Receipt, { imprint, language }: PreviewOptions): string | null {
  const unprinted = { ...imprint, number: null, original: true };
  const markup = markupOf(receipt, unprinted, { language, columns: columnsOn(80) });
  // Any number will do: it goes to the printer, not on the paper.
  const paper = paperOf({ number: 1, markup }, 80);
  if (!paper.ok) return null;
  const rows = paper.value.text.split('\n').map((row) => row.trim().replace(/ {2,}/g, '  '));
  return rows
    .filter((row) => row !== '')
    .map((row) => row.replace(/^─+$/, '――――'))
    .join('\n');
}

/** Rows of bits, first on the left, as hexadecimal digits. */
function codeOf(text: string): ReceiptPreview['code'] {
  const symbol: QRCode = { data: text, type: 'qrcode', cell: 1, level: LEVEL, quietZone: false };
  const rows = qrcode.generate(symbol);
  return { size: rows.length, rows: rows.map((row) => hexOf([...row])) };
}

function hexOf(bits: readonly number[]): string {
  let digits = '';
  for (let at = 0; at < bits.length; at += 4) {
    const nibble = [0, 1, 2, 3].reduce((sum, offset) => sum * 2 + (bits[at + offset] ?? 0), 0);
    digits += nibble.toString(16);
  }
  return digits;
}
