import { fromHex, type Hex } from '../bytes.ts';
import { Mutex } from '../reader/mutex.ts';
import type { CardReader, Detection, FieldBefore } from '../reader/port.ts';
import { fail, ok, type Result, unreachable } from '../result.ts';
import { type BlockAddress, Command, parseRead, type ReadAnswer, read } from './felica.ts';
import { timeoutMs } from './pmm.ts';
import type { CardError, ReaderError } from './port.ts';

/** A card that the reader has just found and selected. */
export interface SelectedCard {
  readonly idm: Hex;
  readonly idmBytes: Uint8Array;
  readonly pmm: Hex;
  readonly systemCode: Hex;
}

/** Commands that begin no session, whatever the card makes of them. */
const CLEAR: ReadonlySet<number> = new Set([
  Command.polling,
  Command.requestService,
  Command.requestResponse,
  Command.read,
  Command.searchServiceCode,
  Command.requestSystemCode,
]);
/** An idle machine looks some ten times a second: every other second it begins afresh. */
const LOOKS_AS_IT_IS = 20;

/**
 * The one way to the card: commands one after the other, and whole conversations (a fresh look and what follows from
 * it) one after the other too.
 */
export class CardLink {
  readonly #reader: CardReader;
  readonly #exchanges = new Mutex();
  readonly #conversations = new Mutex();
  #found: SelectedCard | null = null;
  /** Nothing that lies there can be in a session: since a look that began afresh only the clear was spoken. */
  #inTheClear = false;
  #looksSinceFresh = 0;

  constructor(reader: CardReader) {
    this.#reader = reader;
  }

  /** Whether a command of this code can reach the card at all: not every reader carries all of them. */
  carries(code: number): boolean {
    return this.#reader.carries?.has(code) ?? true;
  }

  conversation<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#conversations.run(work);
  }

  /** A conversation that outlives the call: resolves when its turn has come; the function ends it. */
  begin(): Promise<() => void> {
    return new Promise((begun) => {
      void this.#conversations.run(() => new Promise<void>((end) => begun(end)));
    });
  }

  /** The card with this IDm, if it is the one that the last look found. */
  known(idm: Hex): SelectedCard | null {
    return this.#found?.idm === idm ? this.#found : null;
  }

  /**
   * A look. `as-it-is` only where no card can be in a session; and not for ever, since what a reader calls an empty field
   * may be a card that has lost its way.
   */
  async detect(field: FieldBefore = 'afresh'): Promise<Result<Detection, ReaderError>> {
    const before = this.#inTheClear && this.#looksSinceFresh < LOOKS_AS_IT_IS ? field : 'afresh';
    const looked = await this.#exchanges.run(() => this.#reader.detect(before));
    const found = looked.ok ? looked.value.found : null;
    this.#looksSinceFresh = before === 'afresh' ? 0 : this.#looksSinceFresh + 1;
    // Cards of other kinds fall silent once they were found.
    this.#inTheClear = found === 'nothing' || found === 'felica';
    this.#found = looked.ok && looked.value.found === 'felica' ? selected(looked.value.card) : null;
    return looked;
  }

  /** A look that insists on one card. */
  async select(idm: Hex, field: FieldBefore = 'afresh'): Promise<Result<SelectedCard, CardError>> {
    const looked = await this.detect(field);
    if (!looked.ok) return looked;
    const detection = looked.value;
    switch (detection.found) {
      case 'nothing':
        return fail({ kind: 'card-gone' });
      case 'several':
        return fail({ kind: 'several-cards' });
      case 'other-technology':
        return fail({ kind: 'different-card' });
      case 'felica':
        return detection.card.idm === idm ? ok(selected(detection.card)) : fail({ kind: 'different-card' });
      default:
        return unreachable(detection);
    }
  }

  /** Sends once. An answer that is not the one asked for counts as none. */
  async ask<Value>(
    packet: Uint8Array,
    waitMs: number,
    parse: (answer: Uint8Array) => Value | null,
  ): Promise<Result<Value, CardError>> {
    if (!CLEAR.has(packet[1] ?? Number.NaN)) this.#inTheClear = false;
    const answered = await this.#exchanges.run(() => this.#reader.exchange(packet, waitMs));
    if (!answered.ok) {
      // Whether it heard the command nobody knows.
      this.#inTheClear = false;
      return fail(answered.error.kind === 'no-answer' ? { kind: 'card-gone' } : answered.error);
    }
    const value = parse(answered.value);
    return value === null ? fail({ kind: 'card-gone' }) : ok(value);
  }

  /** For commands that change nothing: asks a second time where the first got no answer. */
  async askTwice<Value>(
    packet: Uint8Array,
    waitMs: number,
    parse: (answer: Uint8Array) => Value | null,
  ): Promise<Result<Value, CardError>> {
    const first = await this.ask(packet, waitMs, parse);
    return first.ok || first.error.kind !== 'card-gone' ? first : this.ask(packet, waitMs, parse);
  }

  /** Read Without Encryption, up to 15 blocks; what the card's flags say is left to the caller. */
  read(
    card: SelectedCard,
    services: readonly number[],
    blocks: readonly BlockAddress[],
  ): Promise<Result<ReadAnswer, CardError>> {
    const wait = timeoutMs(card.pmm, 'read', blocks.length);
    return this.askTwice(read(card.idmBytes, services, blocks), wait, (answer) =>
      parseRead(answer, card.idmBytes, blocks.length),
    );
  }
}

export function selected(card: { idm: Hex; pmm: Hex; systemCode: Hex }): SelectedCard {
  return { idm: card.idm, idmBytes: fromHex(card.idm), pmm: card.pmm, systemCode: card.systemCode };
}
