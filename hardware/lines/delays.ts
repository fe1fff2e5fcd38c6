/** Milliseconds. */
export const delays = {
  /** A device server in the same station answers a connection within milliseconds; the system's own limit is minutes. */
  tcpConnect: 3_000,
} as const;
