/**
 * Frames of the PN53x family (PN532, RC-S620/S): bytes ⇄ frames, nothing else. Source: docs/facts/felica.md §1.1.
 */
export type Frame =
  | { readonly kind: 'ack' }
  | { readonly kind: 'nack' }
  /** The chip's "syntax error" frame: the command was received and not understood. */
  | { readonly kind: 'error' }
  /** Host to chip (TFI D4) and chip to host (TFI D5): the command code and its parameters. */
  | { readonly kind: 'command'; readonly data: Uint8Array }
  | { readonly kind: 'response'; readonly data: Uint8Array }
  | { readonly kind: 'damaged'; readonly damage: Damage };

/**
 * `length`: the header contradicts itself, where the frame ends is unknown. `checksum`: a whole frame whose bytes do
 * not add up, or that no postamble ends. `identifier`: a whole frame that is neither D4 nor D5.
 */
export type Damage = 'length' | 'checksum' | 'identifier';

const hostToChip = 0xd4;
const chipToHost = 0xd5;
const errorIdentifier = 0x7f;

/** TFI and 264 bytes: the most that an extended frame carries (docs/facts/felica.md §1.1). */
export const maxFrameContent = 265;
const maxNormalContent = 255;

/** Vector V11. */
export const ackFrame = Uint8Array.of(0x00, 0x00, 0xff, 0x00, 0xff, 0x00);
export const nackFrame = Uint8Array.of(0x00, 0x00, 0xff, 0xff, 0x00, 0x00);
export const errorFrame = Uint8Array.of(0x00, 0x00, 0xff, 0x01, 0xff, 0x7f, 0x81, 0x00);

/** `data`: command code and parameters, 1–264 bytes; throws RangeError otherwise. Extended only where it must be. */
export function commandFrame(data: Uint8Array): Uint8Array {
  return informationFrame(hostToChip, data);
}

export function responseFrame(data: Uint8Array): Uint8Array {
  return informationFrame(chipToHost, data);
}

function informationFrame(identifier: number, data: Uint8Array): Uint8Array {
  const length = data.length + 1;
  if (data.length === 0 || length > maxFrameContent) throw new RangeError(`${data.length} bytes do not fit a frame`);
  const high = length >> 8;
  const low = length & 0xff;
  const header = length <= maxNormalContent ? [length, -length & 0xff] : [0xff, 0xff, high, low, -(high + low) & 0xff];
  return Uint8Array.of(0x00, 0x00, 0xff, ...header, identifier, ...data, -(identifier + sum(data)) & 0xff, 0x00);
}

/**
 * Takes bytes in any pieces and gives whole frames; whatever stands between frames (wake-up bytes, noise, postambles)
 * is skipped. Keeps less than one frame of the longest kind, whatever comes in.
 */
export class FrameParser {
  #rest: Uint8Array = new Uint8Array(0);

  push(bytes: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    let waiting = new Uint8Array(this.#rest.length + bytes.length);
    waiting.set(this.#rest);
    waiting.set(bytes, this.#rest.length);
    for (let step = next(waiting); step; step = next(waiting)) {
      if (step.frame) frames.push(step.frame);
      waiting = waiting.subarray(step.used);
    }
    this.#rest = waiting.slice();
    return frames;
  }

  /** Forgets a frame that began and did not end. */
  reset(): void {
    this.#rest = new Uint8Array(0);
  }
}

interface Step {
  readonly used: number;
  readonly frame?: Frame;
}

/** The first thing in these bytes, or null where more of them are needed. */
function next(bytes: Uint8Array): Step | null {
  const start = startCode(bytes);
  if (start > 0) return { used: start };
  const [, , first, second, high = 0, low = 0, check = 0] = bytes;
  if (first === undefined || second === undefined) return null;
  // The three pairs that look like a length and its check and are not; they have to be told apart first (§1.1).
  if (first === 0x00 && second === 0xff) return { used: 4, frame: { kind: 'ack' } };
  if (first === 0xff && second === 0x00) return { used: 4, frame: { kind: 'nack' } };
  if (first === 0xff && second === 0xff) {
    if (bytes.length < 7) return null;
    return information(bytes, 7, high * 256 + low, (high + low + check) % 256 === 0);
  }
  return information(bytes, 4, first, (first + second) % 256 === 0);
}

function information(bytes: Uint8Array, header: number, length: number, lengthIsGood: boolean): Step | null {
  // Only the start code is given up: the next real frame may already stand among the following bytes.
  if (!lengthIsGood || length === 0 || length > maxFrameContent) return { used: 2, frame: damaged('length') };
  const used = header + length + 1;
  if (bytes.length < used) return null;
  if (sum(bytes.subarray(header, used)) % 256 !== 0) return { used, frame: damaged('checksum') };
  // A zero lost inside does not show in the sum: the postamble then stands where the checksum was, and none follows.
  const postamble = bytes[used];
  if (postamble === undefined) return null;
  if (postamble !== 0x00) return { used, frame: damaged('checksum') };
  const identifier = bytes[header];
  const data = bytes.slice(header + 1, header + length);
  if (identifier === errorIdentifier && length === 1) return { used, frame: { kind: 'error' } };
  if (identifier === hostToChip && length > 1) return { used, frame: { kind: 'command', data } };
  if (identifier === chipToHost && length > 1) return { used, frame: { kind: 'response', data } };
  return { used, frame: damaged('identifier') };
}

function damaged(damage: Damage): Frame {
  return { kind: 'damaged', damage };
}

/** Where `00 FF` begins; where there is none, how many bytes can be thrown away (a last 00 may be its beginning). */
function startCode(bytes: Uint8Array): number {
  for (let index = 0; index + 1 < bytes.length; index++) {
    if (bytes[index] === 0x00 && bytes[index + 1] === 0xff) return index;
  }
  return bytes.at(-1) === 0x00 ? bytes.length - 1 : bytes.length;
}

function sum(bytes: Uint8Array): number {
  let total = 0;
  for (const byte of bytes) total += byte;
  return total;
}
