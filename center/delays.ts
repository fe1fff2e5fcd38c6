/** Every wait of the center, ms, with its reason. */
export const delays = {
  /** A station that opens a connection and does not send its request holds nothing up for longer than this. */
  requestMs: 10_000,
  /** On a stop, calls under way may end; then the connections are cut. Each call takes milliseconds. */
  stopMs: 2_000,
} as const;
