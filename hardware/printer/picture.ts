import { type QRCode, qrcode } from 'receiptline';
import { unreachable } from '../result.ts';
import { COLUMN_DOTS, DOTS_PER_MM, heightOf, type PaperLine, printableDots, type Run } from './paper.ts';

const FONT = "'BIZ UDGothic','BIZ UDPGothic',monospace";
const GLYPH_DOTS = 24;
/** What the cutter leaves above the first and below the last line. */
const EDGE_DOTS = 40;

/** A row of characters of one style, in dots from the paper's upper left corner. */
export interface DrawnText {
  readonly text: string;
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  /** Height of a character. */
  readonly size: number;
  /** Width of the whole text: holds every glyph in its columns in any font. */
  readonly length: number;
  readonly bold: boolean;
  /** White on a black ground, which is among `blocks`. */
  readonly inverse: boolean;
}

export interface Block {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What stands where on the paper, in dots of the head (8 per mm): a picture for whoever draws it. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly DrawnText[];
  /** Black. */
  readonly blocks: readonly Block[];
}

/** Where the printed lines put their ink; columns stay where the head put them. */
export function drawingOf(lines: readonly PaperLine[], widthMm: 58 | 80): Drawing {
  const width = widthMm * DOTS_PER_MM;
  const printable = printableDots(widthMm);
  const left = (width - printable) / 2;
  const texts: DrawnText[] = [];
  const blocks: Block[] = [];
  let y = EDGE_DOTS;
  for (const line of lines) {
    const height = heightOf(line);
    switch (line.kind) {
      case 'text':
        for (const run of line.runs) {
          texts.push(...textOf(run, left, y + height));
          if (run.inverse) blocks.push(groundOf(run, left, y + height));
        }
        break;
      case 'qr':
        blocks.push(...codeOf(line, left, y, printable));
        break;
      case 'raster':
        blocks.push(...rasterOf(line, left, y));
        break;
      default:
        unreachable(line);
    }
    y += height;
  }
  return { width, height: y + EDGE_DOTS, texts, blocks };
}

/**
 * The baseline of a line is common to all its sizes. Blanks at the ends are left out, since some programs drop them and
 * would stretch the rest to the length given.
 */
function textOf(run: Run, left: number, bottom: number): DrawnText[] {
  const blank = COLUMN_DOTS * run.width;
  const text = run.text.replace(/^ +| +$/g, '');
  if (text === '') return [];
  const before = run.text.length - run.text.replace(/^ +/, '').length;
  return [
    {
      text,
      x: left + run.x + before * blank,
      y: bottom - 8,
      size: GLYPH_DOTS * run.height,
      length: run.dots - (run.text.length - text.length) * blank,
      bold: run.bold,
      inverse: run.inverse,
    },
  ];
}

function groundOf(run: Run, left: number, bottom: number): Block {
  const size = GLYPH_DOTS * run.height;
  return { x: left + run.x, y: bottom - size - 5, width: run.dots, height: size + 4 };
}

function codeOf(line: Extract<PaperLine, { kind: 'qr' }>, left: number, y: number, width: number): Block[] {
  const { cell } = line;
  const symbol: QRCode = { data: line.data, type: 'qrcode', cell, level: 'm', quietZone: false };
  const rows = qrcode.generate(symbol);
  const x = left + ((width - rows.length * cell) * line.align) / 2;
  return rows.flatMap((row, down) =>
    [...row].flatMap((dark, across) =>
      dark === 1 ? [{ x: x + across * cell, y: y + down * cell, width: cell, height: cell }] : [],
    ),
  );
}

function rasterOf(line: Extract<PaperLine, { kind: 'raster' }>, left: number, y: number): Block[] {
  const blocks: Block[] = [];
  for (let row = 0; row < line.height; row++) {
    for (let dot = 0; dot < line.widthBytes * 8; dot++) {
      const byte = line.data[row * line.widthBytes + (dot >> 3)] ?? 0;
      if ((byte & (0x80 >> (dot & 7))) !== 0) blocks.push({ x: left + dot, y: y + row, width: 1, height: 1 });
    }
  }
  return blocks;
}

/** The printed lines as an SVG document, one unit a dot of the head. */
export function draw(lines: readonly PaperLine[], widthMm: 58 | 80): string {
  const { width, height, texts, blocks } = drawingOf(lines, widthMm);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthMm}mm" height="${Math.ceil(height / DOTS_PER_MM)}mm" viewBox="0 0 ${width} ${height}" lang="ja">`,
    `<title>${escapeXml(titleOf(lines))}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<g font-family="${FONT}" fill="#111" style="white-space:pre">`,
    ...(blocks.length > 0 ? [`<path d="${blocks.map(pathOf).join('')}"/>`] : []),
    ...texts.map(elementOf),
    '</g></svg>',
  ].join('\n');
}

function pathOf({ x, y, width, height }: Block): string {
  return `M${x} ${y}h${width}v${height}h-${width}z`;
}

function elementOf({ text, x, y, size, length, bold, inverse }: DrawnText): string {
  const attributes = [
    `x="${x}" y="${y}" font-size="${size}"`,
    `textLength="${length}" lengthAdjust="spacingAndGlyphs"`,
    ...(bold ? ['font-weight="700"'] : []),
    ...(inverse ? ['fill="#fff"'] : []),
  ].join(' ');
  return `<text ${attributes}>${escapeXml(text)}</text>`;
}

/** For who cannot see the picture: its first line of text. */
function titleOf(lines: readonly PaperLine[]): string {
  const first = lines.find((line) => line.kind === 'text' && line.runs.some((run) => run.text.trim() !== ''));
  const text = first?.kind === 'text' ? first.runs.map((run) => run.text.trim()).join(' ') : '';
  return text === '' ? '印字' : text;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
