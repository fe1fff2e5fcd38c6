/**
 * ESC/POS as the printer reads it: the simulator's own table, apart from the one that the driver sends from
 * (commands.ts), and wider, since other programs print here too. Source: docs/facts/printing.md §1.3, §2.1–2.4, §3.
 */
export type PrinterCommand =
  /** One character: one byte, or two where the first is a lead byte. */
  | { readonly kind: 'character'; readonly bytes: Uint8Array }
  | { readonly kind: 'line-feed' }
  | { readonly kind: 'feed'; readonly dots: number }
  | { readonly kind: 'initialise' }
  | { readonly kind: 'automatic-status'; readonly mask: number }
  | { readonly kind: 'kanji-system'; readonly shiftJis: boolean }
  | { readonly kind: 'international'; readonly set: number }
  | { readonly kind: 'position'; readonly dots: number }
  | { readonly kind: 'move'; readonly dots: number }
  | { readonly kind: 'left-margin'; readonly dots: number }
  | { readonly kind: 'size'; readonly width: number; readonly height: number }
  | { readonly kind: 'bold'; readonly on: boolean }
  | { readonly kind: 'inverse'; readonly on: boolean }
  | { readonly kind: 'align'; readonly where: 0 | 1 | 2 }
  | { readonly kind: 'cut'; readonly feed: boolean }
  | { readonly kind: 'process-id'; readonly id: Uint8Array }
  | { readonly kind: 'offline-reports'; readonly on: boolean }
  | { readonly kind: 'paper-status' }
  | { readonly kind: 'printer-name'; readonly which: number }
  | { readonly kind: 'qr-cell'; readonly dots: number }
  | { readonly kind: 'qr-store'; readonly data: Uint8Array }
  | { readonly kind: 'qr-print' }
  /** One bit a dot, most significant first, rows of whole bytes. */
  | { readonly kind: 'raster'; readonly widthBytes: number; readonly height: number; readonly data: Uint8Array }
  | { readonly kind: 'graphics-print' }
  /** Known, of known length, without effect on what this printer shows. */
  | { readonly kind: 'no-effect' }
  /** Bytes that begin no command: a real printer prints rubbish or stops making sense. */
  | { readonly kind: 'unknown'; readonly bytes: Uint8Array };

export interface ReadCommand {
  readonly command: PrinterCommand;
  readonly length: number;
}

/** The command at the front of the buffer; `incomplete` while its last byte has not arrived. */
export function readCommand(bytes: Uint8Array): ReadCommand | 'incomplete' {
  const first = bytes[0];
  if (first === undefined) return 'incomplete';
  switch (first) {
    case 0x0a:
      return { command: { kind: 'line-feed' }, length: 1 };
    case 0x00:
    case 0x0d:
      return { command: { kind: 'no-effect' }, length: 1 };
    case 0x1b:
      return readEscape(bytes);
    case 0x1c:
      return readFs(bytes);
    case 0x1d:
      return readGs(bytes);
    default:
      return readCharacter(first, bytes);
  }
}

function readCharacter(first: number, bytes: Uint8Array): ReadCommand | 'incomplete' {
  if (first < 0x20) return { command: { kind: 'unknown', bytes: bytes.slice(0, 1) }, length: 1 };
  const isLead = (first >= 0x81 && first <= 0x9f) || (first >= 0xe0 && first <= 0xfc);
  const length = isLead ? 2 : 1;
  if (bytes.length < length) return 'incomplete';
  return { command: { kind: 'character', bytes: bytes.slice(0, length) }, length };
}

type Reading = ReadCommand | 'incomplete';

/** A command of fixed length, made when all of it is there. */
function fixed(
  bytes: Uint8Array,
  length: number,
  make: (argument: (index: number) => number) => PrinterCommand,
): Reading {
  if (bytes.length < length) return 'incomplete';
  return { command: make((index) => bytes[index] ?? 0), length };
}

const noEffect = (): PrinterCommand => ({ kind: 'no-effect' });

function readEscape(bytes: Uint8Array): Reading {
  const code = bytes[1];
  if (code === undefined) return 'incomplete';
  switch (String.fromCharCode(code)) {
    case '@':
      return fixed(bytes, 2, () => ({ kind: 'initialise' }));
    case '$':
      return fixed(bytes, 4, (at) => ({ kind: 'position', dots: at(2) | (at(3) << 8) }));
    case '\\':
      return fixed(bytes, 4, (at) => ({ kind: 'move', dots: ((at(2) | (at(3) << 8)) << 16) >> 16 }));
    case 'E':
      return fixed(bytes, 3, (at) => ({ kind: 'bold', on: (at(2) & 1) === 1 }));
    case 'R':
      return fixed(bytes, 3, (at) => ({ kind: 'international', set: at(2) }));
    case 'a':
      return fixed(bytes, 3, (at) => ({ kind: 'align', where: alignment(at(2)) }));
    case 'J':
      return fixed(bytes, 3, (at) => ({ kind: 'feed', dots: at(2) }));
    case 'd':
      return fixed(bytes, 3, (at) => ({ kind: 'feed', dots: at(2) * 30 }));
    case '2':
      return fixed(bytes, 2, noEffect);
    case ' ':
    case '!':
    case '-':
    case '3':
    case 'M':
    case 't':
    case '{':
      return fixed(bytes, 3, noEffect);
    default:
      return { command: { kind: 'unknown', bytes: bytes.slice(0, 2) }, length: 2 };
  }
}

function alignment(value: number): 0 | 1 | 2 {
  const where = value & 3;
  return where === 1 || where === 2 ? where : 0;
}

function readFs(bytes: Uint8Array): Reading {
  const code = bytes[1];
  if (code === undefined) return 'incomplete';
  switch (String.fromCharCode(code)) {
    case 'C':
      return fixed(bytes, 3, (at) => ({ kind: 'kanji-system', shiftJis: (at(2) & 0x0f) === 1 }));
    case '&':
    case '.':
      return fixed(bytes, 2, noEffect);
    case '!':
    case '-':
    case 'W':
      return fixed(bytes, 3, noEffect);
    case 'S':
      return fixed(bytes, 4, noEffect);
    case '(':
      return readCounted(bytes, 3, noEffect);
    default:
      return { command: { kind: 'unknown', bytes: bytes.slice(0, 2) }, length: 2 };
  }
}

/** `… pL pH data`: the two length bytes stand at `at`. */
function readCounted(bytes: Uint8Array, at: number, make: (data: Uint8Array) => PrinterCommand): Reading {
  const [low, high] = [bytes[at], bytes[at + 1]];
  if (low === undefined || high === undefined) return 'incomplete';
  const length = at + 2 + (low | (high << 8));
  if (bytes.length < length) return 'incomplete';
  return { command: make(bytes.slice(at + 2, length)), length };
}

function readGs(bytes: Uint8Array): Reading {
  const code = bytes[1];
  if (code === undefined) return 'incomplete';
  switch (String.fromCharCode(code)) {
    case '!':
      return fixed(bytes, 3, (at) => ({ kind: 'size', width: ((at(2) >> 4) & 7) + 1, height: (at(2) & 7) + 1 }));
    case 'B':
      return fixed(bytes, 3, (at) => ({ kind: 'inverse', on: (at(2) & 1) === 1 }));
    case 'L':
      return fixed(bytes, 4, (at) => ({ kind: 'left-margin', dots: at(2) | (at(3) << 8) }));
    case 'W':
      return fixed(bytes, 4, noEffect);
    case 'a':
      return fixed(bytes, 3, (at) => ({ kind: 'automatic-status', mask: at(2) }));
    case 'r':
      return fixed(bytes, 3, () => ({ kind: 'paper-status' }));
    case 'I':
      return fixed(bytes, 3, (at) => ({ kind: 'printer-name', which: at(2) }));
    case 'w':
    case 'h':
    case 'H':
    case 'f':
      return fixed(bytes, 3, noEffect);
    case 'V':
      return readCut(bytes);
    case 'k':
      return readBarcode(bytes);
    case '(':
      return readGsFunction(bytes);
    case '8':
      return readLongGraphics(bytes);
    case 'v':
      return readRaster(bytes);
    default:
      return { command: { kind: 'unknown', bytes: bytes.slice(0, 2) }, length: 2 };
  }
}

function readCut(bytes: Uint8Array): Reading {
  const mode = bytes[2];
  if (mode === undefined) return 'incomplete';
  const feeds = mode === 65 || mode === 66;
  return fixed(bytes, feeds ? 4 : 3, () => ({ kind: 'cut', feed: feeds }));
}

function readBarcode(bytes: Uint8Array): Reading {
  const [system, count] = [bytes[2], bytes[3]];
  if (system === undefined || count === undefined) return 'incomplete';
  if (system >= 65) return fixed(bytes, 4 + count, noEffect);
  const end = bytes.indexOf(0, 3);
  return end < 0 ? 'incomplete' : fixed(bytes, end + 1, noEffect);
}

function readGsFunction(bytes: Uint8Array): Reading {
  const group = bytes[2];
  if (group === undefined) return 'incomplete';
  return readCounted(bytes, 3, (data) => {
    switch (String.fromCharCode(group)) {
      case 'H':
        return responseRequest(data);
      case 'k':
        return qrFunction(data);
      case 'L':
        return data[1] === 50 || data[1] === 2 ? { kind: 'graphics-print' } : graphics(data);
      default:
        return noEffect();
    }
  });
}

function responseRequest(data: Uint8Array): PrinterCommand {
  if (data[0] === 0x30 && data.length === 6) return { kind: 'process-id', id: data.slice(2) };
  if (data[0] === 0x31) return { kind: 'offline-reports', on: ((data[2] ?? 0) & 0x0f) !== 0 };
  return noEffect();
}

function qrFunction(data: Uint8Array): PrinterCommand {
  if (data[0] !== 0x31) return noEffect();
  switch (data[1]) {
    case 0x43:
      return { kind: 'qr-cell', dots: data[2] ?? 3 };
    case 0x50:
      return { kind: 'qr-store', data: data.slice(3) };
    case 0x51:
      return { kind: 'qr-print' };
    default:
      return noEffect();
  }
}

/** GS 8 L p1–p4 m fn a bx by c xL xH yL yH d…: a raster into the graphics buffer. */
function readLongGraphics(bytes: Uint8Array): Reading {
  if (bytes.length < 7) return 'incomplete';
  const length = 7 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(3, true);
  if (bytes.length < length) return 'incomplete';
  return { command: graphics(bytes.slice(7, length)), length };
}

function graphics(data: Uint8Array): PrinterCommand {
  if (data[1] !== 112 && data[1] !== 49) return noEffect();
  const width = (data[6] ?? 0) | ((data[7] ?? 0) << 8);
  const height = (data[8] ?? 0) | ((data[9] ?? 0) << 8);
  return { kind: 'raster', widthBytes: (width + 7) >> 3, height, data: data.slice(10) };
}

/** GS v 0 m xL xH yL yH d…: a raster printed at once. */
function readRaster(bytes: Uint8Array): Reading {
  if (bytes.length < 8) return 'incomplete';
  const widthBytes = (bytes[4] ?? 0) | ((bytes[5] ?? 0) << 8);
  const height = (bytes[6] ?? 0) | ((bytes[7] ?? 0) << 8);
  const length = 8 + widthBytes * height;
  if (bytes.length < length) return 'incomplete';
  return { command: { kind: 'raster', widthBytes, height, data: bytes.slice(8, length) }, length };
}
