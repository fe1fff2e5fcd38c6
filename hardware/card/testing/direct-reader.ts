import { toHex } from '../../bytes.ts';
import type { FieldCard } from '../../reader/field.ts';
import type { CardReader, Detection, ExchangeError, FieldBefore, ReaderError } from '../../reader/port.ts';
import { fail, ok, type Result } from '../../result.ts';
import { parsePolling, polling } from '../felica.ts';

/** What happens to one exchange, counted from 1 over the reader's life. */
export type Fault =
  /** The card is lifted before it hears the command. */
  | 'lifted-before'
  /** It did what it was asked, and is lifted before its answer arrives. */
  | 'lifted-after'
  /** The answer is lost; the card stays. */
  | 'answer-lost'
  /** One bit of the answer is wrong and nobody noticed on the way. */
  | 'answer-bent'
  | 'reader-gone';

/**
 * A reader without a line, for what is about the card alone. The same flows over the shipped driver and the byte-level
 * simulator: test/card-over-reader.test.ts.
 */
export class DirectReader implements CardReader {
  readonly description = 'direct';
  readonly status = 'ready';
  cards: FieldCard[] = [];
  /** By number of the exchange. */
  readonly faults = new Map<number, Fault>();
  exchanges = 0;
  detections = 0;
  /** How each look was asked for. */
  readonly fields: FieldBefore[] = [];
  /** Longest wait that was asked for, and shortest. */
  readonly waits: number[] = [];
  readonly sent: string[] = [];

  onStatus(): () => void {
    return () => {};
  }

  start(): void {}

  async detect(field: FieldBefore = 'afresh'): Promise<Result<Detection, ReaderError>> {
    this.detections += 1;
    this.fields.push(field);
    if (field === 'afresh') for (const card of this.cards) card.fieldOff();
    if (this.faults.get(this.exchanges) === 'reader-gone') return fail({ kind: 'reader-disconnected' });
    const [card, second] = this.cards;
    if (!card) return ok({ found: 'nothing' });
    if (second) return ok({ found: 'several' });
    if (card.technology === 'type-a') return ok({ found: 'other-technology' });
    for (const systemCode of [0x0003, 0x88b4, 0xffff]) {
      const answered = card.handle(polling(systemCode, 1, 0));
      const polled = answered && parsePolling(answered.answer);
      if (polled) {
        const { idm, pmm, requestData } = polled;
        return ok({ found: 'felica', card: { idm, pmm, systemCode: requestData ?? '' } });
      }
    }
    return ok({ found: 'nothing' });
  }

  async exchange(packet: Uint8Array, timeoutMs: number): Promise<Result<Uint8Array, ExchangeError>> {
    this.exchanges += 1;
    this.waits.push(timeoutMs);
    this.sent.push(toHex(packet));
    const fault = this.faults.get(this.exchanges);
    if (fault === 'reader-gone') return fail({ kind: 'reader-disconnected' });
    if (fault === 'lifted-before') this.#lift();
    const answered = this.cards[0]?.handle(packet.slice()) ?? null;
    if (fault === 'lifted-after') this.#lift();
    if (!answered || fault === 'lifted-after' || fault === 'answer-lost' || answered.ms > timeoutMs) {
      return fail({ kind: 'no-answer', detail: 'silence' });
    }
    return ok(fault === 'answer-bent' ? bent(answered.answer) : answered.answer);
  }

  async fieldOff(): Promise<Result<void, ReaderError>> {
    for (const card of this.cards) card.fieldOff();
    return ok(undefined);
  }

  async stop(): Promise<void> {}

  #lift(): void {
    for (const card of this.cards) card.fieldOff();
    this.cards = [];
  }
}

function bent(answer: Uint8Array): Uint8Array {
  const changed = answer.slice();
  changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
  return changed;
}
