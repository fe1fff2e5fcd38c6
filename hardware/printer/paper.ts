import iconv from 'iconv-lite';
import { unreachable } from '../result.ts';
import { type PrinterCommand, readCommand } from './interpreter.ts';
import { draw } from './picture.ts';

/** Characters of one style that stand beside each other. */
export interface Run {
  readonly text: string;
  /** Dots from the left edge of the printable area. */
  readonly x: number;
  /** Dots that the run takes. */
  readonly dots: number;
  /** How many times as wide and as high as usual. */
  readonly width: number;
  readonly height: number;
  readonly bold: boolean;
  readonly inverse: boolean;
}

export type PaperLine =
  | { readonly kind: 'text'; readonly runs: readonly Run[]; readonly heightDots: number }
  | { readonly kind: 'qr'; readonly data: string; readonly cell: number; readonly align: 0 | 1 | 2 }
  | { readonly kind: 'raster'; readonly widthBytes: number; readonly height: number; readonly data: Uint8Array };

/** One piece of paper, as it falls into the tray. */
export interface Piece {
  readonly widthMm: 58 | 80;
  readonly lines: readonly PaperLine[];
  /** The text alone, blanks where the paper is blank, a line a row. */
  readonly text: string;
  /** A picture of it: an SVG document. */
  readonly svg: string;
}

export const DOTS_PER_MM = 8;
/** Of font A. */
export const COLUMN_DOTS = 12;
const LINE_DOTS = 30;

export function printableDots(widthMm: 58 | 80): number {
  return widthMm === 58 ? 384 : 576;
}

/** Rows of dots that a line takes on the paper. */
export function heightOf(line: PaperLine): number {
  switch (line.kind) {
    case 'text':
      return line.heightDots;
    case 'qr':
      return line.cell * 33;
    case 'raster':
      return line.height;
    default:
      return unreachable(line);
  }
}

/** What was printed, in millimetres along the roll; the feed to the cutter, which each model does its own way, left out. */
export function lengthMm(piece: Pick<Piece, 'lines'>): number {
  return piece.lines.reduce((sum, line) => sum + heightOf(line), 0) / DOTS_PER_MM;
}

interface Settings {
  shiftJis: boolean;
  international: number;
  width: number;
  height: number;
  bold: boolean;
  inverse: boolean;
  align: 0 | 1 | 2;
  leftMargin: number;
}

const afterInitialise = (): Settings => ({
  shiftJis: false,
  international: 0,
  width: 1,
  height: 1,
  bold: false,
  inverse: false,
  align: 0,
  leftMargin: 0,
});

/** What the bytes put on paper: the printing half of the simulated printer, without time and without errors. */
export class Paper {
  readonly #widthMm: 58 | 80;
  #settings = afterInitialise();
  #lines: PaperLine[] = [];
  #runs: Run[] = [];
  #x = 0;
  #qr = { cell: 3, data: '' };

  constructor(widthMm: 58 | 80) {
    this.#widthMm = widthMm;
  }

  /** Power off, ESC @ and "clear": the settings, and what has not been printed of the present line. */
  reset(): void {
    this.#settings = afterInitialise();
    this.dropLine();
  }

  /** What stands in the line buffer and has not met the head. */
  dropLine(): void {
    this.#runs = [];
    this.#x = this.#settings.leftMargin;
  }

  /** Carries out one printing command; says how many dots of paper it moved. Others move none. */
  apply(command: PrinterCommand): number {
    switch (command.kind) {
      case 'character':
        return this.#character(command.bytes);
      case 'unknown':
        return this.#put('□'.repeat(command.bytes.length), 1);
      case 'line-feed':
        return this.#feed();
      case 'feed':
        return this.#feed() + command.dots;
      case 'raster':
        return this.#print(command);
      case 'qr-print':
        return this.#print({ kind: 'qr', data: this.#qr.data, cell: this.#qr.cell, align: this.#settings.align });
      default:
        this.#set(command);
        return 0;
    }
  }

  /** The piece up to here, or null where there is nothing on it. Unprinted characters are printed first. */
  cut(): Piece | null {
    if (this.#runs.length > 0) this.#feed();
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length === 0) return null;
    return { widthMm: this.#widthMm, lines, text: textOf(lines), svg: draw(lines, this.#widthMm) };
  }

  /** What hangs out of the printer, not cut yet. */
  get hanging(): readonly PaperLine[] {
    return this.#lines;
  }

  #set(command: PrinterCommand): void {
    const settings = this.#settings;
    if (command.kind === 'initialise') this.reset();
    else if (command.kind === 'kanji-system') settings.shiftJis = command.shiftJis;
    else if (command.kind === 'international') settings.international = command.set;
    else if (command.kind === 'position') this.#x = settings.leftMargin + command.dots;
    else if (command.kind === 'move') this.#x = Math.max(0, this.#x + command.dots);
    else if (command.kind === 'size') Object.assign(settings, { width: command.width, height: command.height });
    else if (command.kind === 'bold') settings.bold = command.on;
    else if (command.kind === 'inverse') settings.inverse = command.on;
    else if (command.kind === 'align') settings.align = command.where;
    else if (command.kind === 'left-margin') this.#margin(command.dots);
    else if (command.kind === 'qr-cell') this.#qr.cell = command.dots;
    else if (command.kind === 'qr-store') this.#qr.data = String.fromCharCode(...command.data);
  }

  #margin(dots: number): void {
    this.#settings.leftMargin = dots;
    if (this.#runs.length === 0) this.#x = dots;
  }

  #character(bytes: Uint8Array): number {
    return this.#put(this.#decode(bytes), bytes.length);
  }

  /** Without FS C 1 two-byte codes mean nothing to the printer; 5C is ¥ after ESC R 8 (docs/facts/printing.md §1.4). */
  #decode(bytes: Uint8Array): string {
    if (bytes.length === 2 && !this.#settings.shiftJis) return '□□';
    const text = iconv.decode(Buffer.from(bytes), 'cp932');
    if (text === '\\' && this.#settings.international === 8) return '¥';
    return text.includes('\ufffd') ? '□'.repeat(bytes.length) : text;
  }

  #put(text: string, columns: number): number {
    const { width, height, bold, inverse } = this.#settings;
    const dots = columns * COLUMN_DOTS * width;
    let moved = 0;
    if (this.#x + dots > printableDots(this.#widthMm) && this.#runs.length > 0) moved = this.#feed();
    const last = this.#runs.at(-1);
    const continues =
      last &&
      last.x + last.dots === this.#x &&
      last.width === width &&
      last.height === height &&
      last.bold === bold &&
      last.inverse === inverse;
    if (continues) this.#runs[this.#runs.length - 1] = { ...last, text: last.text + text, dots: last.dots + dots };
    else this.#runs.push({ text, x: this.#x, dots, width, height, bold, inverse });
    this.#x += dots;
    return moved;
  }

  #feed(): number {
    const tallest = Math.max(1, ...this.#runs.map((run) => run.height));
    const runs = this.#aligned(this.#runs);
    this.#runs = [];
    this.#x = this.#settings.leftMargin;
    return this.#print({ kind: 'text', runs, heightDots: LINE_DOTS + (tallest - 1) * 24 });
  }

  #aligned(runs: readonly Run[]): readonly Run[] {
    const end = Math.max(0, ...runs.map((run) => run.x + run.dots));
    const shift = ((printableDots(this.#widthMm) - end) * this.#settings.align) / 2;
    return shift > 0 ? runs.map((run) => ({ ...run, x: run.x + shift })) : runs;
  }

  #print(line: PaperLine): number {
    this.#lines.push(line);
    return heightOf(line);
  }
}

function textOf(lines: readonly PaperLine[]): string {
  return lines
    .map((line) => (line.kind === 'text' ? rowOf(line.runs) : line.kind === 'qr' ? `[QR ${line.data}]` : '[picture]'))
    .join('\n');
}

function rowOf(runs: readonly Run[]): string {
  let row = '';
  let column = 0;
  for (const run of [...runs].sort((a, b) => a.x - b.x)) {
    const start = Math.round(run.x / COLUMN_DOTS);
    row += ' '.repeat(Math.max(0, start - column)) + run.text;
    column = Math.max(column, start) + Math.round(run.dots / COLUMN_DOTS);
  }
  return row;
}

/** What a printer in order makes of these bytes: the pieces that were cut, and last what hangs out uncut. */
export function printOf(bytes: Uint8Array, widthMm: 58 | 80): Piece[] {
  const paper = new Paper(widthMm);
  const pieces: (Piece | null)[] = [];
  for (let rest = bytes; ; ) {
    const read = readCommand(rest);
    if (read === 'incomplete') break;
    rest = rest.subarray(read.length);
    if (read.command.kind === 'cut') pieces.push(paper.cut());
    else paper.apply(read.command);
  }
  pieces.push(paper.cut());
  return pieces.filter((piece) => piece !== null);
}
