import iconv from 'iconv-lite';
import { fail, ok, type Result } from '../result.ts';

/** A character for which the printer has no code. `detail` names it: `U+9EB5 麵`. */
export interface Unprintable {
  readonly kind: 'unprintable';
  readonly detail: string;
}

/**
 * What the cp932 tables lose silently and what stands for it on paper. `\` is here because 5C prints ¥ (ESC R 8), and
 * half-width ¥ because it would come back as `\`; both become full-width. Source: docs/facts/printing.md §1.4.
 */
const substitutes: ReadonlyMap<string, string> = new Map([
  ['\u301c', '\uff5e'], // 〜 → ～
  ['\u2212', '\uff0d'], // − → －
  ['\u2014', '\u2015'], // — → ―
  ['\u2013', '\u2010'], // – → ‐
  ['\u2016', '\u2225'], // ‖ → ∥
  ['\u00a2', '\uffe0'],
  ['\u00a3', '\uffe1'],
  ['\u00ac', '\uffe2'],
  ['\u00a6', '\uffe4'],
  ['\u00a5', '\uffe5'],
  ['\\', '\uff3c'],
]);

/** NFC, then the table of substitutes. What is left without a code is found by `encodeText`. */
export function toPrintable(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => substitutes.get(character) ?? character).join('');
}

/**
 * Which of the two codes of an IBM extension character (髙) is sent. `nec`: ED40–EEFC, inside the lead bytes that every
 * printer lists; `ibm`: FA40–FC4B, for printers that have glyphs only there. Source: docs/facts/printing.md §1.4.
 */
export type ExtensionCodes = 'nec' | 'ibm';

const necCodes = necSelected();

/**
 * The bytes of text that stands as it shall be printed (after `toPrintable`), in cp932. Fails on the first character
 * that does not come back from its own bytes, and on control characters: nothing becomes a `?` on paper.
 */
export function encodeText(text: string, extension: ExtensionCodes = 'nec'): Result<Uint8Array, Unprintable> {
  const bytes: number[] = [];
  for (const character of text) {
    const encoded = encodeCharacter(character, extension);
    if (!encoded) return fail({ kind: 'unprintable', detail: nameOf(character) });
    bytes.push(...encoded);
  }
  return ok(Uint8Array.from(bytes));
}

export function decodeText(bytes: Uint8Array): string {
  return iconv.decode(Buffer.from(bytes), 'cp932');
}

function encodeCharacter(character: string, extension: ExtensionCodes): readonly number[] | null {
  if (isControl(character) || character === '\\') return null;
  if (extension === 'nec') {
    const code = necCodes.get(character);
    if (code) return code;
  }
  const encoded = iconv.encode(character, 'cp932');
  return iconv.decode(encoded, 'cp932') === character ? [...encoded] : null;
}

/** The NEC-selected duplicates (lead bytes ED, EE) of characters that iconv-lite sends as FAxx–FCxx. */
function necSelected(): ReadonlyMap<string, readonly number[]> {
  const codes = new Map<string, readonly number[]>();
  for (const lead of [0xed, 0xee]) {
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const character = iconv.decode(Buffer.from([lead, trail]), 'cp932');
      const usual = iconv.encode(character, 'cp932')[0] ?? 0;
      if (usual >= 0xfa && usual <= 0xfc) codes.set(character, [lead, trail]);
    }
  }
  return codes;
}

function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return isControl(character) ? `U+${code}` : `U+${code} ${character}`;
}

export function isControl(character: string): boolean {
  return character < ' ' || character === '\x7f';
}

/** Columns that text takes: ASCII and half-width katakana one, everything else two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += isNarrow(character.codePointAt(0) ?? 0) ? 1 : 2;
  return columns;
}

function isNarrow(code: number): boolean {
  return code < 0x80 || (code >= 0xff61 && code <= 0xff9f);
}

/** Characters in a line of font A (12 dots each). Source: docs/facts/printing.md §1.5 (576 dots on 80 mm paper). */
export function columnsOn(widthMm: 58 | 80): 32 | 48 {
  return widthMm === 58 ? 32 : 48;
}

/**
 * Data on its way into receiptline markup: made printable, then every character that markup would read as a command
 * escaped (docs/facts/printing.md §1.4: `{12}` printed nothing at all). A line break becomes a space; other control
 * characters stay and are refused when the document is encoded.
 */
export function escapeMarkup(data: string): string {
  return toPrintable(data)
    .replace(/\r\n|\r|\n/g, ' ')
    .replace(/[{}|\-=_"`^~]/g, '\\$&');
}
