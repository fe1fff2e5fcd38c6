/** Milliseconds. */
export const delays = {
  /** A device server in the same station answers a connection within milliseconds; the system's own limit is minutes. */
  tcpConnect: 3_000,
  /** node-hid looks every 50 ms whether it is to stop reading; only a write that hangs takes longer than this. */
  hidClose: 1_000,
} as const;
