import { concat } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import {
  askPaperInOrder,
  automaticStatus,
  containsRealTimeCommand,
  feedAndCut,
  idOf,
  initialise,
  japanese,
  lineFeed,
  processId,
} from './commands.ts';
import type { Unprintable } from './text.ts';

/** How the printer proves that it has printed: GS ( H process ids, or GS r 1 for printers without them. */
export type Proof = 'process-id' | 'paper-status';

export interface Job {
  /** Whole commands each, at most about 64 bytes: only between two of them may anything else be sent. */
  readonly chunks: readonly Uint8Array[];
  /** Answered when the body is on paper, before the cut. */
  readonly bodyId: string;
  /** Answered when the cut has been made: the proof. */
  readonly cutId: string;
}

const CHUNK_BYTES = 64;

/**
 * The frame around a receipt (docs/facts/printing.md §2.6): ESC @, automatic status (ESC @ has just ended it), Japanese,
 * body, id, cut, id. One id before the cut and one after it: whether "completed" includes the cut is not documented
 * (§2.4), and a jam of the cutter shows as one without the other. `afterRemains` cuts off first what an abandoned job
 * may have left on the paper.
 */
export function frame(
  number: number,
  body: readonly Uint8Array[],
  proof: Proof,
  afterRemains: boolean,
): Result<Job, Unprintable> {
  const bodyId = idOf('b', number);
  const cutId = idOf('c', number);
  const end =
    proof === 'process-id' ? [processId(bodyId), feedAndCut, processId(cutId)] : [feedAndCut, askPaperInOrder];
  const parts = [
    concat(initialise, automaticStatus, japanese),
    ...(afterRemains ? [concat(lineFeed, feedAndCut)] : []),
    ...body,
    ...end,
  ];
  if (containsRealTimeCommand(concat(...parts))) {
    return fail({ kind: 'unprintable', detail: 'the document contains the bytes of a real-time command' });
  }
  return ok({ chunks: pack(parts), bodyId, cutId });
}

function pack(parts: readonly Uint8Array[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let open: Uint8Array[] = [];
  let size = 0;
  for (const part of parts) {
    if (size > 0 && size + part.length > CHUNK_BYTES) {
      chunks.push(concat(...open));
      open = [];
      size = 0;
    }
    open.push(part);
    size += part.length;
  }
  if (open.length > 0) chunks.push(concat(...open));
  return chunks;
}
