/** Milliseconds, but for one. Source of the protocol's own times: docs/facts/felica.md §1.1, §1.3, §3.1. */
export const delays = {
  /**
   * The chip acknowledges within 15 ms and nfcpy waits 100 ms; a busy machine may not run us for longer than that. Like
   * the next three it is only reached where the chip or the line is dead, so generosity costs a passenger nothing.
   */
  ack: 250,
  /** Commands that only touch the chip's settings. */
  settings: 500,
  /** InListPassiveTarget with finite retries and four time slots takes about 10 ms; libnfc allows 350 ms a command. */
  polling: 600,
  /** Added to the card's time. A card that is silent is reported by the chip itself, which keeps the card's own time. */
  exchangeMargin: 500,
  /**
   * The RC-S620/S is told how long a card may take, and whether bytes in the air count is not public: Sony's library says
   * 1000 ms, a Lite-S promises less than one. As long as the PN532's usual code; only a card that is silent takes it.
   */
  rcs620sCard: 205,
  /** A card that has lost the field this long has lost its session. */
  fieldOff: 5,
  /** From field on to the first command: nfcpy waits 5 ms. */
  fieldOn: 5,
  /** After an abort the chip may have bytes on the way; the RC-S620/S library waits 1 ms. */
  afterAbort: 10,
  /** Bytes that are lost while the chip wakes up must not be those of the next frame. */
  afterWakeUp: 2,
  /** A reader that was unplugged is looked for this often. */
  reopen: 1_000,
  /** Between closing and opening in the ladder: some USB adapters need a moment. */
  beforeReopen: 100,
  /** A reader that answers nothing although its line opens: tried again slowly, staff have been told. */
  afterFailure: 10_000,
  /** Seconds, the unit of the NEO 2's poll and the shortest that it knows: an empty field takes it this long. */
  neo2PollSeconds: 1,
  /** Added to the card's time: how long the NEO 2 itself waits for a card is not documented. */
  neo2Exchange: 1_000,
} as const;
