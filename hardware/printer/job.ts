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

/** What proves a place in a job: the process id asked for there, or how many GS r 1 have been asked up to there. */
export type Mark = { readonly kind: 'id'; readonly id: string } | { readonly kind: 'answers'; readonly count: number };

export interface Chunk {
  /** Whole commands, about 64 bytes: only between two chunks may anything else be sent. */
  readonly bytes: Uint8Array;
  /** Proven when everything up to the end of this chunk has been printed; null: not asked here. */
  readonly mark: Mark | null;
}

export interface Job {
  readonly chunks: readonly Chunk[];
  /**
   * Every mark, the last one after the cut. All of them answered is the proof that the whole receipt is out: a printer
   * that lost its power in the middle answers the last one too, but not those whose bytes it never had.
   */
  readonly proof: readonly Mark[];
}

/** Small enough that one chunk on its way when XOFF comes still finds room (128 bytes, docs/facts/printing.md §2.5). */
const CHUNK_BYTES = 64;
/** So many bytes of body between two marks: at 38,400 baud a loss of power for 70 ms takes one of them with it. */
const MARK_EVERY: Record<Proof, number> = { 'process-id': 256, 'paper-status': 1_024 };

/**
 * The frame around a receipt (docs/facts/printing.md §2.6): ESC @, automatic status (ESC @ has just ended it), Japanese,
 * body, mark, cut, mark. One mark before the cut and one after it: whether "completed" includes the cut is not
 * documented (§2.4), and a jam of the cutter shows as one without the other. Marks within a long body tell the driver
 * how much the printer has worked off. `afterRemains` cuts off first what an abandoned job may have left on the paper.
 */
export function frame(
  number: number,
  body: readonly Uint8Array[],
  proof: Proof,
  afterRemains: boolean,
): Result<Job, Unprintable> {
  const writer = new JobWriter(number, proof);
  writer.add(concat(initialise, automaticStatus, japanese));
  // The first words may be lost like any others.
  if (proof === 'process-id') writer.mark('a');
  if (afterRemains) writer.add(concat(lineFeed, feedAndCut));
  for (const line of body) writer.add(line);
  // GS r does not say which question it answers: one more of them would only make the last one doubtful.
  if (proof === 'process-id') writer.mark('b');
  writer.add(feedAndCut);
  writer.mark('c');
  const chunks = writer.finish();
  if (containsRealTimeCommand(concat(...chunks.map((chunk) => chunk.bytes)))) {
    return fail({ kind: 'unprintable', detail: 'the document contains the bytes of a real-time command' });
  }
  return ok({ chunks, proof: chunks.flatMap(({ mark }) => mark ?? []) });
}

/** Marks within a body are called `0` … `_`, so that no two of a job have one name, nor that of `a`, `b`, `c`. */
const FIRST_PLACE = 0x30;
const MOST_MARKS = 0x60 - FIRST_PLACE;

class JobWriter {
  readonly #number: number;
  readonly #proof: Proof;
  readonly #chunks: Chunk[] = [];
  #open: Uint8Array[] = [];
  #size = 0;
  #sinceMark = 0;
  #marks = 0;

  constructor(number: number, proof: Proof) {
    this.#number = number;
    this.#proof = proof;
  }

  add(bytes: Uint8Array): void {
    if (this.#sinceMark >= MARK_EVERY[this.#proof] && this.#marks < MOST_MARKS) {
      this.mark(String.fromCharCode(FIRST_PLACE + this.#marks));
    }
    this.#append(bytes);
  }

  /** Asks for an answer when everything up to here is printed. */
  mark(place: string): Mark {
    this.#marks++;
    const id = idOf(place, this.#number);
    this.#append(this.#proof === 'process-id' ? processId(id) : askPaperInOrder);
    const mark: Mark = this.#proof === 'process-id' ? { kind: 'id', id } : { kind: 'answers', count: this.#marks };
    this.#close(mark);
    this.#sinceMark = 0;
    return mark;
  }

  finish(): readonly Chunk[] {
    this.#close(null);
    return this.#chunks;
  }

  #append(bytes: Uint8Array): void {
    if (this.#size > 0 && this.#size + bytes.length > CHUNK_BYTES) this.#close(null);
    this.#open.push(bytes);
    this.#size += bytes.length;
    this.#sinceMark += bytes.length;
  }

  #close(mark: Mark | null): void {
    if (this.#open.length > 0) this.#chunks.push({ bytes: concat(...this.#open), mark });
    this.#open = [];
    this.#size = 0;
  }
}
