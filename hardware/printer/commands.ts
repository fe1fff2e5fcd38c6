/**
 * The ESC/POS commands that we send, and no others. All but the questions (GS a, GS r, DLE) are known to escpos-tools
 * too, so an independent decoder can read what we print (docs/facts/printing.md §3). Bytes and their meaning: §2.1–2.4.
 */

/** Resets the settings; also switches automatic status off, so `automaticStatus` follows it. */
export const initialise = Uint8Array.of(0x1b, 0x40);

/** GS a: pushes of online/offline (02), errors (04) and paper (08); answers at once with the present state. */
export const automaticStatus = Uint8Array.of(0x1d, 0x61, 0x0e);

/** FS C 1: Shift_JIS; ESC t 1: half-width katakana on A1–DF; ESC R 8: Japan, 5C prints ¥. */
export const japanese = Uint8Array.of(0x1c, 0x43, 0x01, 0x1b, 0x74, 0x01, 0x1b, 0x52, 0x08);

/** GS V 66 0: feeds to the cutter and cuts. */
export const feedAndCut = Uint8Array.of(0x1d, 0x56, 0x42, 0x00);

export const lineFeed = Uint8Array.of(0x0a);

/** GS r 1: answered in order with the data, so its answer shows that what stood before it was processed. */
export const askPaperInOrder = Uint8Array.of(0x1d, 0x72, 0x01);

/** DLE DC4 fn 8: clears receive and print buffers in real time; answered with 37 25 00. */
export const clearBuffers = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

/** DLE ENQ 2: recovers from a recoverable error (cutter) after clearing the buffers. */
export const recoverAndClear = Uint8Array.of(0x10, 0x05, 0x02);

export type StatusQuestion = 1 | 2 | 3 | 4;

/** DLE EOT n: 1 printer, 2 cause of offline, 3 error, 4 roll paper. Answered with one byte, in every state. */
export function askStatus(question: StatusQuestion): Uint8Array {
  return Uint8Array.of(0x10, 0x04, question);
}

/** ESC $: the next character begins `dots` from the left. */
export function position(dots: number): Uint8Array {
  return Uint8Array.of(0x1b, 0x24, dots & 0xff, dots >> 8);
}

/** GS !: width and height of characters, 1–8 times. */
export function size(width: number, height: number): Uint8Array {
  return Uint8Array.of(0x1d, 0x21, ((width - 1) << 4) | (height - 1));
}

export function bold(on: boolean): Uint8Array {
  return Uint8Array.of(0x1b, 0x45, on ? 1 : 0);
}

/** GS B: white on black. */
export function inverse(on: boolean): Uint8Array {
  return Uint8Array.of(0x1d, 0x42, on ? 1 : 0);
}

/** ESC a: 0 left, 1 centre, 2 right; at the beginning of a line. */
export function align(where: 0 | 1 | 2): Uint8Array {
  return Uint8Array.of(0x1b, 0x61, where);
}

/**
 * GS ( k: a QR code drawn by the printer itself (a raster of it would take seconds at 9,600 baud, and could contain
 * real-time commands). `data` is ASCII.
 */
export function qrCode(data: string, cell: number): Uint8Array[] {
  const content = Buffer.from(data, 'ascii');
  const length = content.length + 3;
  const code = (...bytes: number[]): Uint8Array => Uint8Array.of(0x1d, 0x28, 0x6b, ...bytes);
  return [
    code(4, 0, 0x31, 0x41, 50, 0),
    code(3, 0, 0x31, 0x43, cell),
    code(3, 0, 0x31, 0x45, 49),
    code(length & 0xff, length >> 8, 0x31, 0x50, 0x30, ...content),
    code(3, 0, 0x31, 0x51, 0x30),
  ];
}

/** GS ( H fn 48: the printer answers `37 22 id 00` when what stood before it has been printed. */
export function processId(id: string): Uint8Array {
  return Uint8Array.of(0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, ...Buffer.from(id, 'ascii'));
}

const ID_BASE = 94;

/**
 * The process ID of a print: a letter for the place in the job and the print's number to the base 94 in three
 * characters 21–7E. Repeats after 830,584 prints; a roll has a few hundred.
 */
export function idOf(place: string, number: number): string {
  let rest = number % ID_BASE ** 3;
  let digits = '';
  for (let index = 0; index < 3; index++) {
    digits = String.fromCharCode(0x21 + (rest % ID_BASE)) + digits;
    rest = Math.floor(rest / ID_BASE);
  }
  return place + digits;
}

/**
 * Would a printer execute something inside these bytes at once? It looks for DLE EOT 1–4, DLE ENQ 1–2 and DLE DC4
 * everywhere, also in the middle of data (docs/facts/printing.md §2.2).
 */
export function containsRealTimeCommand(bytes: Uint8Array): boolean {
  return bytes.some((byte, index) => {
    if (byte !== 0x10) return false;
    const next = bytes[index + 1] ?? 0;
    const argument = bytes[index + 2] ?? 0;
    if (next === 0x04) return argument >= 1 && argument <= 4;
    if (next === 0x05) return argument === 1 || argument === 2;
    return next === 0x14;
  });
}
