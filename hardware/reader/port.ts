import type { Result } from '../result.ts';

/**
 * What the station may ask of a contactless reader, by ability. Every reader finds cards and exchanges FeliCa packets;
 * authenticated access and writing value are not here: they exist only where a SAM does (hardware/sam/port.ts).
 */
export interface CardReader {
  /** For staff: the reader's model and firmware as it answered, or what it is expected to be. */
  readonly description: string;
  readonly status: ReaderStatus;
  /** Codes of the card commands that it can carry. Left out: all of them. `exchange` gives no answer to any other. */
  readonly carries?: ReadonlySet<number>;
  /** Called on every change of status. Returns the function that stops listening. */
  onStatus(listener: (status: ReaderStatus) => void): () => void;
  /** Opens the line and keeps it open: a reader that is unplugged is found again when it comes back. */
  start(): void;
  /**
   * One look at the field. After it the FeliCa card found is selected and `exchange` speaks to it. `afresh` where left out. A
   * reader that has to begin afresh does so whatever was asked for.
   */
  detect(field?: FieldBefore): Promise<Result<Detection, ReaderError>>;
  /**
   * One card command and its answer. `packet` is a whole FeliCa packet with its length byte; so is the answer.
   * `timeoutMs` is the card's own time (from its PMm); the reader adds what the line needs. Never repeats the command
   * by itself where the answer may have been lost: `no-answer` may mean "done, answer lost".
   */
  exchange(packet: Uint8Array, timeoutMs: number): Promise<Result<Uint8Array, ExchangeError>>;
  fieldOff(): Promise<Result<void, ReaderError>>;
  /** Reads stopped, field off, line closed. */
  stop(): Promise<void>;
}

/**
 * `afresh`: field off, field on, polling: any session that a card had is over (design §3: a settling read begins so).
 * `as-it-is`: polling alone, some 10 ms sooner. A card that is in a session with somebody does not answer it.
 */
export type FieldBefore = 'afresh' | 'as-it-is';

export type ReaderStatus =
  | 'stopped'
  /** Opening the line and initialising. */
  | 'starting'
  | 'ready'
  /** A rung of the recovery ladder is under way. */
  | 'recovering'
  /** Nothing at the other end of the line; looked for again and again. */
  | 'disconnected'
  /** The ladder was climbed to its end without success; tried again slowly. */
  | 'failed';

/** What one look at the field found. */
export type Detection =
  | { readonly found: 'nothing' }
  | { readonly found: 'felica'; readonly card: PolledCard }
  /** More than one FeliCa card answered. */
  | { readonly found: 'several' }
  /** A card that is not FeliCa (ISO 14443 A or B). */
  | { readonly found: 'other-technology' };

export interface PolledCard {
  /** 8 bytes, hexadecimal. Names the physical card; never the account. */
  readonly idm: string;
  /** 8 bytes, hexadecimal. Carries the card's response times (facts/felica.md §3.5). */
  readonly pmm: string;
  /** The system that answered: `0003` transit, `88b4` FeliCa Lite-S, anything else as the card named it. */
  readonly systemCode: string;
}

/** The reader itself could not do it. */
export type ReaderError =
  | { readonly kind: 'reader-disconnected' }
  | { readonly kind: 'reader-failed'; readonly detail: string };

export type ExchangeError =
  | ReaderError
  /** No valid answer: card lifted, card silent, answer garbled or lost. Says nothing about what the card did. */
  | { readonly kind: 'no-answer'; readonly detail: string };
