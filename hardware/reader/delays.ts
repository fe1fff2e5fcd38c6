/** Milliseconds, but for one. Source of the protocol's own times: docs/facts/felica.md §1.1, §1.3, §3.1. */
export const delays = {
  /** The chip acknowledges within 15 ms; nfcpy waits 100 ms, and a USB serial adapter may hold bytes back for 16 ms. */
  ack: 100,
  /** Commands that only touch the chip's settings. */
  settings: 300,
  /** InListPassiveTarget with finite retries and four time slots takes about 10 ms; libnfc allows 350 ms a command. */
  polling: 350,
  /** Added to the card's time: the adapter's 16 ms latency in each direction and the chip's own work. */
  exchangeMargin: 60,
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
