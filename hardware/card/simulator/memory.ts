import { equalBytes } from '../../bytes.ts';
import { BLOCK_BYTES } from '../felica.ts';

/** Blocks of 16 bytes behind one or several service codes of a simulated card. */
export interface BlockStore {
  readonly kind: 'random' | 'cyclic';
  readonly size: number;
  /** Null beyond the end. */
  read(block: number): Uint8Array | null;
  /** Random: to that block. Cyclic: a new record, whatever `block` says; the caller has checked that it is 0. */
  write(block: number, data: Uint8Array): void;
}

export function randomStore(blocks: readonly Uint8Array[]): BlockStore {
  const kept = blocks.map((block) => block.slice());
  return {
    kind: 'random',
    size: kept.length,
    read: (block) => kept[block]?.slice() ?? null,
    write: (block, data) => {
      kept[block] = data.slice();
    },
  };
}

/** Newest first. The oldest record falls off; an exact repeat of the newest is accepted and not appended (§3.3). */
export function cyclicStore(size: number, records: readonly Uint8Array[]): BlockStore {
  const kept = Array.from({ length: size }, (_, index) => records[index]?.slice() ?? new Uint8Array(BLOCK_BYTES));
  return {
    kind: 'cyclic',
    size,
    read: (block) => kept[block]?.slice() ?? null,
    write: (_block, data) => {
      const [newest] = kept;
      if (newest && equalBytes(newest, data)) return;
      kept.pop();
      kept.unshift(data.slice());
    },
  };
}
