/**
 * The little of ustar (POSIX.1-1988) that an export needs: regular files with short names, one after another. Any `tar`
 * opens it; ours reads back nothing else than what ours writes.
 */
import { fail, ok, type Result } from '../../../hardware/result.ts';

export const TAR_BLOCK = 512;
/** Two blocks of zeros. */
export const TAR_END: Uint8Array = new Uint8Array(2 * TAR_BLOCK);

export interface TarHeader {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

const NAME = /^[\w.-]{1,99}$/;
const MAX_SIZE = 8 ** 11 - 1;
const CHECKSUM = { at: 148, length: 8 };

export function tarHeader({ name, size }: TarHeader): Uint8Array {
  if (!NAME.test(name) || size > MAX_SIZE) throw new RangeError(`not for a tar: ${name}, ${size} bytes`);
  const block = Buffer.alloc(TAR_BLOCK);
  block.write(name, 0, 'latin1');
  block.write('0000444\0', 100, 'latin1');
  // Owner, group and time of change are nobody's: the same files make the same archive.
  for (const at of [108, 116]) block.write('0000000\0', at, 'latin1');
  block.write(`${octal(size, 11)}\0`, 124, 'latin1');
  block.write(`${octal(0, 11)}\0`, 136, 'latin1');
  block.write('0ustar\x0000', 156, 'latin1');
  block.copyWithin(257, 157, 165);
  block.fill(0, 157, 165);
  block.write(`${octal(checksum(block), 6)}\0 `, CHECKSUM.at, 'latin1');
  return block;
}

/** Zeros that fill a file of this size up to a whole block. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK);
}

/** Null: a block of zeros, the end. */
export function parseTarHeader(bytes: Uint8Array): Result<TarHeader | null, string> {
  const block = Buffer.from(bytes);
  if (block.length !== TAR_BLOCK) return fail('the archive is cut off');
  if (block.every((byte) => byte === 0)) return ok(null);
  const name = block.subarray(0, 100).toString('latin1').replace(/\0+$/, '');
  const size = Number.parseInt(block.subarray(124, 135).toString('latin1'), 8);
  if (!NAME.test(name) || !Number.isSafeInteger(size)) return fail('not an archive that a station writes');
  return Buffer.from(tarHeader({ name, size })).equals(block)
    ? ok({ name, size })
    : fail(`the head of ${name} is damaged`);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** Sum of the bytes, the checksum's own taken for blanks. */
function checksum(block: Uint8Array): number {
  const end = CHECKSUM.at + CHECKSUM.length;
  return block.reduce((sum, byte, index) => sum + (index >= CHECKSUM.at && index < end ? 0x20 : byte), 0);
}
