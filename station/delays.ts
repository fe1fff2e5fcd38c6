import type { Modes } from './contract/words.ts';

/**
 * How long one screen waits for a passenger: quiet first, then `warningMs` in which the passenger is asked whether more
 * time is needed. At least 20 s of warning, extendable without end (WCAG 2.2 SC 2.2.1, facts/points.md §4.4).
 */
export interface Limit {
  readonly quietMs: number;
  readonly warningMs: number;
  /** As it is for everybody: a limit of privacy (design §5). As extendable as every other. */
  readonly fixed?: true;
}

/** Every time of the station room, in milliseconds, with why. */
export const delays = {
  /** Between two looks at the reader while somebody is at work on it. */
  lookAgain: 50,
  /**
   * The same on the idle screen. A card that comes while the reader asks for cards of another kind waits for all of it: of
   * the 30 ms that may lie between a card and its balance beside line, air and paint (docs/performance.md) this is a sixth.
   */
  idleLook: 5,
  /** The same where the machine is closed and only staff are awaited. */
  lookForStaff: 500,
  /** The same where the reader itself failed: it is climbing its own ladder, nothing is won by asking often. */
  lookAgainAfterReaderError: 1_000,
  /** "Is the card still there": a removed card must be noticed before the next person looks at the screen. */
  presence: 300,
  /** The devices may take this long to answer at start before the machine opens without them. */
  devicesAtStart: 5_000,
  /** "Thank you" stays this long after the card has gone. */
  goodbyeAfterCard: 2_000,
  /** The same where a receipt has come out and is to be taken: it has to be said to its end. */
  goodbyeWithReceipt: 8_000,
  /** "Please take your card" stays this long while the card lies there. */
  goodbyeWithCard: 30_000,
  /** How often the board of devices is drawn anew: its clock has minutes, and a touch on an older drawing is dropped. */
  boardAgain: 2_000,
  /** How often the printer is asked while somebody changes its paper. */
  paperWatch: 1_000,
  /** How often a wrong configuration file is looked at again: somebody is at work on it. */
  configurationAgain: 2_000,
  /** How often the opening hours are looked at: nobody minds a quarter of a minute. */
  openingHours: 15_000,
  /** Touches do nothing this long while the screen is wiped. */
  cleaning: 30_000,
  /** While the staff card is away for another one, each step of that act may take this long. */
  readerLent: 60_000,
  /** The staff card, after the reader was lent to another one or did not answer, has to be laid again within this. */
  staffCardBack: 60_000,
  /** The center may take this long to say what it knows of a staff card, before the machine goes by what it knows itself. */
  sharedAccess: 1_500,
  /** "Serve whoever comes next": with nobody coming, the machine closes after this. */
  lastPassenger: 300_000,
} as const;

/** Per screen. facts/points.md §6: idle 60 s, then 20 s or more of warning, then everything is wiped. */
export const limits = {
  /** Finding a card in a bag takes a while. */
  layCard: { quietMs: 60_000, warningMs: 30_000 },
  /** Reading and choosing: ten times what an average person needs. */
  choose: { quietMs: 60_000, warningMs: 30_000 },
  /** Someone chose a language on the idle screen and went away: as every passenger begins, for the next one. */
  choicesAtHome: { quietMs: 60_000, warningMs: 20_000 },
  /** Staff need some time to come, and the number on the screen is for them. */
  staffCalled: { quietMs: 90_000, warningMs: 30_000 },
  /** Terms are long. */
  terms: { quietMs: 120_000, warningMs: 30_000 },
  /** The inquiry has lists to read. */
  inquiry: { quietMs: 120_000, warningMs: 30_000 },
  notice: { quietMs: 120_000, warningMs: 30_000 },
  trouble: { quietMs: 60_000, warningMs: 30_000 },
  /** A trouble without a card on the reader: the passenger may have left, and the next one is waiting. */
  troubleWithoutCard: { quietMs: 15_000, warningMs: 20_000 },
  /** After a restart, to a passenger who may be long gone. */
  voidedAtStart: { quietMs: 10_000, warningMs: 20_000 },
  /** "Done" while the card still lies there. */
  done: { quietMs: 40_000, warningMs: 20_000 },
  /** "Done" outlives the card by 30 s (design §5). */
  doneAfterCard: { quietMs: 10_000, warningMs: 20_000, fixed: true },
  /** "Lay the same card again" stays 60 s (design §5). */
  laySameCard: { quietMs: 40_000, warningMs: 20_000, fixed: true },
  /** Staff are told; the reference has to be written down. */
  unresolved: { quietMs: 90_000, warningMs: 30_000 },
  /** Staff have both hands in the machine; what ends the session is the card, this is for one that was forgotten. */
  staff: { quietMs: 240_000, warningMs: 60_000 },
  printFailed: { quietMs: 40_000, warningMs: 20_000 },
} as const satisfies Record<string, Limit>;

/** The quiet time of every limit is so many times as long for who listens (facts/points.md §4.4: adjustable time limits). */
export const VOICE_PATIENCE = 3;

/** Who listens hears one thing after the other: the quiet time is longer, the warning is as it was. */
export function limitWith(limit: Limit, { voice }: Pick<Modes, 'voice'>): Limit {
  return voice ? { ...limit, quietMs: VOICE_PATIENCE * limit.quietMs } : limit;
}

/** Readings of "the same card again" that did not help, before staff are called (facts/points.md §4.5). */
export const SETTLING_READINGS = 3;
/** Readings of a card that went away too soon, before it is called unreadable. */
export const CARD_READINGS = 3;
/** Presence questions in a row without an answer before a card counts as removed: one may be lost to a shaky hand. */
export const PRESENCE_MISSES = 2;
