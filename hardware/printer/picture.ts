import { type QRCode, qrcode } from 'receiptline';
import { unreachable } from '../result.ts';
import { COLUMN_DOTS, DOTS_PER_MM, heightOf, type PaperLine, printableDots, type Run } from './paper.ts';

const FONT = "'BIZ UDPGothic','BIZ UDGothic',monospace";
const GLYPH_DOTS = 24;
/** What the cutter leaves above the first and below the last line. */
const EDGE_DOTS = 40;

/** The printed lines as an SVG document, one unit a dot of the head; columns stay where the head put them. */
export function draw(lines: readonly PaperLine[], widthMm: 58 | 80): string {
  const width = widthMm * DOTS_PER_MM;
  const left = (width - printableDots(widthMm)) / 2;
  const parts: string[] = [];
  let y = EDGE_DOTS;
  for (const line of lines) {
    parts.push(drawLine(line, left, y, printableDots(widthMm)));
    y += heightOf(line);
  }
  const height = y + EDGE_DOTS;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthMm}mm" height="${Math.ceil(height / DOTS_PER_MM)}mm" viewBox="0 0 ${width} ${height}" lang="ja">`,
    `<title>${escapeXml(titleOf(lines))}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<g font-family="${FONT}" fill="#111" style="white-space:pre">`,
    ...parts.filter((part) => part !== ''),
    '</g></svg>',
  ].join('\n');
}

/** For who cannot see the picture: its first line of text. */
function titleOf(lines: readonly PaperLine[]): string {
  const first = lines.find((line) => line.kind === 'text' && line.runs.some((run) => run.text.trim() !== ''));
  const text = first?.kind === 'text' ? first.runs.map((run) => run.text.trim()).join(' ') : '';
  return text === '' ? '印字' : text;
}

function drawLine(line: PaperLine, left: number, y: number, width: number): string {
  switch (line.kind) {
    case 'text':
      return line.runs.map((run) => drawRun(run, left, y + line.heightDots)).join('');
    case 'qr':
      return drawCode(line.data, line.cell, line.align, left, y, width);
    case 'raster':
      return drawRaster(line, left, y);
    default:
      return unreachable(line);
  }
}

/**
 * The baseline of a line is common to all its sizes. `textLength` holds every glyph in its columns in any font; blanks at
 * the ends are left out, since some programs drop them and would stretch the rest.
 */
function drawRun(run: Run, left: number, bottom: number): string {
  const size = GLYPH_DOTS * run.height;
  const ground = run.inverse
    ? `<rect x="${left + run.x}" y="${bottom - size - 5}" width="${run.dots}" height="${size + 4}"/>`
    : '';
  const blank = COLUMN_DOTS * run.width;
  const text = run.text.replace(/^ +| +$/g, '');
  const before = run.text.length - run.text.replace(/^ +/, '').length;
  const dots = run.dots - (run.text.length - text.length) * blank;
  if (dots === 0) return ground;
  const attributes = [
    `x="${left + run.x + before * blank}" y="${bottom - 8}" font-size="${size}"`,
    `textLength="${dots}" lengthAdjust="spacingAndGlyphs"`,
    ...(run.bold ? ['font-weight="700"'] : []),
    ...(run.inverse ? ['fill="#fff"'] : []),
  ].join(' ');
  return `${ground}<text ${attributes}>${escapeXml(text)}</text>`;
}

function drawCode(data: string, cell: number, align: 0 | 1 | 2, left: number, y: number, width: number): string {
  const symbol: QRCode = { data, type: 'qrcode', cell, level: 'm', quietZone: false };
  const rows = qrcode.generate(symbol);
  const x = left + ((width - rows.length * cell) * align) / 2;
  const path = rows.flatMap((row, down) =>
    [...row].flatMap((dark, across) =>
      dark === 1 ? [`M${x + across * cell} ${y + down * cell}h${cell}v${cell}h-${cell}z`] : [],
    ),
  );
  return `<path d="${path.join('')}"/>`;
}

function drawRaster(line: Extract<PaperLine, { kind: 'raster' }>, left: number, y: number): string {
  const path: string[] = [];
  for (let row = 0; row < line.height; row++) {
    for (let dot = 0; dot < line.widthBytes * 8; dot++) {
      const byte = line.data[row * line.widthBytes + (dot >> 3)] ?? 0;
      if ((byte & (0x80 >> (dot & 7))) !== 0) path.push(`M${left + dot} ${y + row}h1v1h-1z`);
    }
  }
  return `<path d="${path.join('')}"/>`;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
