/** Milliseconds, all of them. Sources: docs/facts/printing.md. */
export const delays = {
  /** DLE EOT is answered as it arrives, in every state (§2.2): half a second is a dozen times what a slow line needs. */
  answer: 500,
  /** After an answer that did not come, nothing is asked until the line has been quiet: a late one must not be taken for the next. */
  quiet: 300,
  /** Asked while nothing happens: notices a printer that was switched off or changed, which a serial line does not tell. */
  idle: 5_000,
  /** Asked while a job stands still or its proof is awaited, between two commands only. */
  watch: 500,
  /** How long a job waits for paper, a closed cover or a cool head before it is given up: about as long as a passenger waits. */
  patience: 20_000,
  /** From the last byte accepted to the proof: a full 4 KB buffer of text prints in under ten seconds at 150 mm/s. */
  proof: 15_000,
  /** At the first contact a printer may still print what an earlier program sent: time to come to our command. */
  busy: 5_000,
  /** DLE DC4 fn 8 is executed at once (§2.1). */
  clear: 1_000,
  /** Between two tries to open a line with nothing at its end. */
  reopen: 1_000,
  /** Somebody asked to have a printer looked for now: its line opens after `reopen`, and four answers come on it. */
  tryNow: 4_000,
  /** After a jam was reported: time to take the paper out before the cutter is asked to move again. */
  unjam: 10_000,
} as const;
