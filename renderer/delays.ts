/** The page's own delays, in ms. Everything that decides something is timed by the station. */
export const delays = {
  /** Between two attempts to reach the station again: short, so that the true screen is back as soon as it lives. */
  reconnect: 1_000,
  /** A page without a screen is empty so long; then it says "please wait". */
  firstScreen: 1_000,
  /**
   * Words in a language with a font of its own wait for it so long: as long as Chromium would show nothing in its place, and
   * then takes another font. From the machine's own disk it comes in a tenth of a second.
   */
  letters: 3_000,
  /** A touch that the station did not answer with a new screen may be repeated after this: long against a double touch. */
  touchAgain: 2_000,
  /** How often the seconds of a countdown are looked at and its ring is drawn: often enough that none is skipped. */
  countdownTick: 250,
  /** A sheet (languages, modes) that nobody touches closes: long enough to find one's own, short before the next passenger. */
  sheetCloses: 30_000,
  /** A machine that works says so again after this, to who listens: silence would mean that it has stopped. */
  waitSpoken: 8_000,
  /** Keys that only the page answers begin the passenger's time anew, at most this often. */
  timeAnew: 5_000,
} as const;
