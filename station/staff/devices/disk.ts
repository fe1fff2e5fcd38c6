import { statfsSync } from 'node:fs';
import { RESERVE_BYTES, TRANSFER_BYTES } from '../../journal/journal.ts';

/** With room for fewer transfers than this staff are told: a few days of a busy machine. */
const SOON = 1_000;

/**
 * `full`: the journal's reserve and one transfer do not fit any more, so that no transfer begins. `little`: fewer than a
 * thousand transfers fit.
 */
export function judgeDisk(freeBytes: number | null): 'enough' | 'little' | 'full' | 'unknown' {
  if (freeBytes === null) return 'unknown';
  if (freeBytes < RESERVE_BYTES + TRANSFER_BYTES) return 'full';
  return freeBytes < RESERVE_BYTES + SOON * TRANSFER_BYTES ? 'little' : 'enough';
}

/** Bytes that a program without special rights may still write there; null where the system does not say. */
export function freeBytesAt(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Bytes as staff read them. */
export function roomOf(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
