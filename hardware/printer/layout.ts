import { type BaseCommand, commands as receiptline, transform } from 'receiptline';
import { concat } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { align, bold, inverse, lineFeed, position, qrCode, size } from './commands.ts';
import {
  columnsOf,
  columnsOn,
  type ExtensionCodes,
  encodeText,
  isControl,
  toPrintable,
  type Unprintable,
} from './text.ts';

const DOTS_PER_COLUMN = 12;

/**
 * Receiptline markup as ESC/POS, line by line: each element is whole commands, safe to stop after.
 *
 * receiptline does the layout; the bytes are ours, through its own extension point (a command object). Its ESC/POS
 * begins with automatic status off, ends with GS r, sends a dozen commands a line that independent decoders do not
 * know, and loses what cp932 has no code for (docs/facts/printing.md §1.3–1.5, §3). Fails where a character cannot be
 * printed, and where the markup uses what our receipts do not: nothing is left out silently.
 */
export function layOut(
  markup: string,
  widthMm: 58 | 80,
  extension: ExtensionCodes = 'nec',
): Result<readonly Uint8Array[], Unprintable> {
  // Receiptline drops control characters without a word.
  const control = Array.from(markup).find((character) => isControl(character) && character !== '\n');
  if (control !== undefined) {
    return fail({ kind: 'unprintable', detail: `control character ${control.charCodeAt(0)} in the markup` });
  }
  const typesetter = new Typesetter(extension);
  // The mark-up's own backslashes stay: only what `escapeMarkup` let through is text here.
  transform(keepingEscapes(markup), { cpl: columnsOn(widthMm), encoding: 'cp932', command: typesetter.commands() });
  return typesetter.finish();
}

function keepingEscapes(markup: string): string {
  return markup.split('\\').map(toPrintable).join('\\');
}

interface Style {
  readonly bold: boolean;
  readonly inverse: boolean;
  readonly width: number;
  readonly height: number;
}

const plain: Style = { bold: false, inverse: false, width: 1, height: 1 };

/** Collects what receiptline asks for; sends a command only where something changes. */
class Typesetter {
  readonly #extension: ExtensionCodes;
  readonly #lines: Uint8Array[] = [];
  #line: Uint8Array[] = [];
  #unprintable: Unprintable | null = null;
  #left = 0;
  #wantedColumn = 0;
  #column = 0;
  #alignment: 0 | 1 | 2 = 0;
  #wanted: Style = plain;
  #style: Style = plain;

  constructor(extension: ExtensionCodes) {
    this.#extension = extension;
  }

  finish(): Result<readonly Uint8Array[], Unprintable> {
    return this.#unprintable ? fail(this.#unprintable) : ok(this.#lines);
  }

  commands(): BaseCommand {
    const refuse = (what: string) => (): string => {
      this.#unprintable ??= { kind: 'unprintable', detail: `${what} in the markup` };
      return '';
    };
    const doing = (action: () => void): string => {
      action();
      return '';
    };
    return {
      ...receiptline.base,
      arrayFrom: (text) => Array.from(text),
      measureText: (text) => columnsOf(text),
      area: (left) => doing(() => (this.#left = left)),
      align: (where) => doing(() => (this.#alignment = where === 1 || where === 2 ? where : 0)),
      absolute: (column) => doing(() => (this.#wantedColumn = this.#left + column)),
      relative: (columns) => doing(() => (this.#wantedColumn += columns)),
      hr: (width) => doing(() => this.#rule(width)),
      normal: () => doing(() => (this.#wanted = plain)),
      em: () => doing(() => (this.#wanted = { ...this.#wanted, bold: true })),
      iv: () => doing(() => (this.#wanted = { ...this.#wanted, inverse: true })),
      wh: (degree) => doing(() => (this.#wanted = { ...this.#wanted, ...sizeOf(degree) })),
      text: (text) => doing(() => this.#text(text)),
      lf: () => doing(() => this.#feed()),
      qrcode: (symbol) => doing(() => this.#code(symbol.data, symbol.cell)),
      cut: refuse('a cut'),
      ul: refuse('underlining'),
      vr: refuse('a ruled table'),
      vrstart: refuse('a ruled table'),
      vrstop: refuse('a ruled table'),
      vrhr: refuse('a ruled table'),
      command: refuse('a raw command'),
      image: refuse('an image'),
      barcode: refuse('a barcode'),
    };
  }

  #text(text: string): void {
    // Receiptline fills empty columns with a blank.
    if (text.trim() === '') return;
    const encoded = encodeText(text, this.#extension);
    if (!encoded.ok) {
      this.#unprintable ??= encoded.error;
      return;
    }
    this.#move();
    this.#restyle();
    this.#line.push(encoded.value);
    this.#column += columnsOf(text) * this.#style.width;
    this.#wantedColumn = this.#column;
  }

  #rule(width: number): void {
    this.#wantedColumn = this.#left;
    this.#text('─'.repeat(Math.floor(width / 2)));
  }

  #move(): void {
    if (this.#wantedColumn === this.#column) return;
    this.#line.push(position(Math.round(this.#wantedColumn * DOTS_PER_COLUMN)));
    this.#column = this.#wantedColumn;
  }

  #restyle(): void {
    const [is, wanted] = [this.#style, this.#wanted];
    if (is.bold !== wanted.bold) this.#line.push(bold(wanted.bold));
    if (is.inverse !== wanted.inverse) this.#line.push(inverse(wanted.inverse));
    if (is.width !== wanted.width || is.height !== wanted.height) this.#line.push(size(wanted.width, wanted.height));
    this.#style = wanted;
  }

  #feed(): void {
    this.#lines.push(concat(...this.#line, lineFeed));
    this.#line = [];
    this.#column = 0;
    this.#wantedColumn = 0;
  }

  #code(data: string, cell: number): void {
    if (/[^\x20-\x7e]/.test(data)) {
      this.#unprintable ??= { kind: 'unprintable', detail: 'a QR code that is not ASCII' };
      return;
    }
    this.#lines.push(concat(align(this.#alignment), ...qrCode(data, cell), align(0)));
  }
}

/** `^` twice as wide, `^^` twice as high, `^^^` both, one more `^` one more size. Source: receiptline's own ESC/POS. */
function sizeOf(degree: number): { width: number; height: number } {
  if (degree < 3) return { width: (degree & 1) + 1, height: ((degree >> 1) & 1) + 1 };
  return { width: degree - 1, height: degree - 1 };
}
