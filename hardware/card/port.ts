import type { Hex } from '../bytes.ts';
import type { ExchangeError, FieldBefore, ReaderError } from '../reader/port.ts';
import type { Result } from '../result.ts';

/** Issuers of the transit cards that can be told apart, for the message "this is a Suica" (facts/points.md §3.3). */
export type Issuer =
  | 'ICOCA'
  | 'Suica'
  | 'PASMO'
  | 'TOICA'
  | 'manaca'
  | 'Kitaca'
  | 'SUGOCA'
  | 'nimoca'
  | 'hayakaken'
  | 'PiTaPa'
  | 'icsca';

/** R20, R22, R23, A40, A41: each has its own answer. */
export type CardKind = 'icoca' | 'smart-icoca' | 'mobile-icoca' | 'child-icoca' | 'pass-without-sf';

/** What lies on the reader, as far as it can be told without a key. */
export type Sighting =
  | { readonly on: 'nothing' }
  | { readonly on: 'several' }
  | { readonly on: 'other-technology' }
  /** FeliCa, but neither a transit card nor one of our staff cards. */
  | { readonly on: 'other-felica'; readonly systemCode: string }
  | { readonly on: 'staff-card'; readonly idm: Hex; readonly pmm: Hex }
  /** A transit card; `issuer` is null where it cannot be told. */
  | { readonly on: 'transit-card'; readonly idm: Hex; readonly pmm: Hex; readonly issuer: Issuer | null };

/** Read without a key: services 008B and 090F (facts/felica.md §4.1–4.3). */
export interface OpenData {
  readonly idm: Hex;
  /** Stored fare in yen, bytes 11–12 of 008B. */
  readonly balanceYen: number;
  /** Bytes 14–15 of 008B, 0–65535, wraps. */
  readonly updateNumber: number;
  /** At most 20, newest first; unused (all-zero) blocks left out. */
  readonly history: readonly HistoryRecord[];
}

export interface HistoryRecord {
  /** The 16 bytes as they stand on the card. */
  readonly raw: Hex;
  readonly terminal: number;
  readonly process: number;
  readonly payment: number;
  readonly gate: number;
  /** ISO date, or null where the bytes are no possible date. */
  readonly date: string | null;
  /** ISO time `HH:MM:SS`, only on records of goods. */
  readonly time: string | null;
  /** Line and station bytes as hexadecimal, `0107`; null where the record has none. */
  readonly entry: Hex | null;
  readonly exit: Hex | null;
  readonly balanceYen: number;
  /** Difference to the next older record in yen; null for the oldest one that is visible. */
  readonly deltaYen: number | null;
  readonly sequence: number;
  readonly region: number;
}

/** One passage of a gate, from block 108F (facts/felica.md §4.5). */
export interface GatePassage {
  readonly raw: Hex;
  readonly direction: 'entry' | 'exit';
  /** Byte 0 as it stands: A0 entry, 20 exit, C0 and 40 with a pass, 22 discounted. */
  readonly kind: number;
  readonly station: Hex;
  readonly device: Hex;
  /** ISO date and `HH:MM`; null where the bytes are none. */
  readonly date: string | null;
  readonly time: string | null;
  readonly amountYen: number;
}

/** Read with a key, through the SAM, from the issue block (service 0048; layout of the rig's cards: docs/sam.md). */
export interface IssueData {
  /** `JW` and 15 letters or digits: the name of the account (design §3). */
  readonly cardNumber: string;
  readonly cardKind: CardKind;
}

/** What one point charge puts on the card, in one secure Write: the balance block and a history record. */
export interface ValueChange {
  readonly balanceYen: number;
  /** The number the card will have after it: (n + 1) mod 65536. */
  readonly updateNumber: number;
  /** 16 bytes: process 48 (point charge), the new balance, the new number. */
  readonly record: Hex;
}

export type WriteOutcome =
  /** A valid, authenticated "done" (status 00, or 71 "limit exceeded": the data was written). */
  | { readonly kind: 'written'; readonly status: Hex }
  /** A valid, authenticated refusal: nothing was written. */
  | { readonly kind: 'refused'; readonly status: Hex }
  /** Anything else. Nobody knows. */
  | { readonly kind: 'unknown'; readonly detail: string };

/**
 * An authenticated session with one card: begins with a fresh look at the field, ends with the first error, with the
 * field, or with `end`. A session that was lost never writes again.
 */
export interface ValueSession {
  readonly idm: Hex;
  readonly issue: IssueData;
  readonly balanceYen: number;
  readonly updateNumber: number;
  /** The history as read in the clear at the beginning of the session, newest first. */
  readonly history: readonly HistoryRecord[];
  /** May be called once. */
  write(change: ValueChange): Promise<WriteOutcome>;
  /** The balance and number as the card now says, authenticated. */
  readBack(): Promise<Result<{ balanceYen: number; updateNumber: number }, CardError>>;
  end(): Promise<void>;
}

export type CardError =
  | ReaderError
  /** The card does not answer (any more): lifted, or silent. */
  | { readonly kind: 'card-gone' }
  /** Another card than the one asked for lies on the reader. */
  | { readonly kind: 'different-card' }
  | { readonly kind: 'several-cards' }
  /** Authentication failed: not a genuine card of this issuer, or keys that do not fit. */
  | { readonly kind: 'not-authentic' }
  /** The card answered with status flags that say no. */
  | { readonly kind: 'card-refused'; readonly status: Hex }
  /** The card's data contradicts itself or the rules (balance above the ceiling, impossible block). */
  | { readonly kind: 'card-data-invalid'; readonly detail: string };

/** Everything the station does with cards. Made from a reader and, for what needs keys, a SAM. */
export interface CardAccess {
  /** A look at the field; afresh (field off, on, polling) where something that lies there may be in a session. */
  look(): Promise<Result<Sighting, ReaderError>>;
  /** Is this card still there? Cheap (Request Response); no new polling, a session stays as it is. */
  isPresent(idm: Hex): Promise<Result<boolean, ReaderError>>;
  /** Looks afresh, insists on the card with this IDm, reads what needs no key. */
  readOpen(idm: Hex): Promise<Result<OpenData, CardError>>;
  /** Looks afresh, insists on the card, reads the gate log (service 108F): at most 3 passages, newest first. */
  readGateLog(idm: Hex): Promise<Result<readonly GatePassage[], CardError>>;
  /** Null where the reader has no SAM, or carries none of its commands: balance and history only (design §3). */
  readonly keyed: KeyedAccess | null;
}

export interface KeyedAccess {
  /** Looks afresh, authenticates, reads the issue block. */
  readIssue(idm: Hex): Promise<Result<IssueData, CardError>>;
  /**
   * Looks, reads what needs no key, authenticates, reads the issue block: one card's, all of it. `as-it-is`: straight after `look`,
   * some 10 ms sooner; afresh where left out, and where the card may be in a session.
   */
  readAll(
    idm: Hex,
    field?: FieldBefore,
  ): Promise<Result<{ readonly open: OpenData; readonly issue: IssueData }, CardError>>;
  /** Looks afresh, authenticates, reads balance and all of the history by secure Reads: what may end a transfer. */
  readProof(idm: Hex): Promise<Result<OpenData, CardError>>;
  /** Looks afresh, reads the history, authenticates, reads balance and number: ready to write. */
  openValueSession(idm: Hex): Promise<Result<ValueSession, CardError>>;
  /** Proves a staff card genuine (Lite-S, MAC with a key diversified from its ID); `hash`: a keyed hash that names it. */
  authenticateStaff(
    idm: Hex,
  ): Promise<Result<{ staffId: string; role: 'attendant' | 'engineer'; hash: Hex }, CardError>>;
}

export type { ExchangeError, ReaderError };
