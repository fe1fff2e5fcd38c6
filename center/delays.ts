/** Every wait of the center, ms, with its reason. */
export const delays = {
  /** A station that opens a connection and does not send its request holds nothing up for longer than this. */
  requestMs: 10_000,
  /** On a stop, calls under way may end; then the connections are cut. Each call takes milliseconds. */
  stopMs: 2_000,
  /** A balancer asks every few seconds whether the center is ready; a database that takes longer is not. */
  readyMs: 2_000,
  /** A station says twice a minute that it is there; one that has been silent for three minutes is not. */
  heardLatelyMs: 180_000,
  /** A file that the operator sends is booked while it comes: some minutes at most. */
  operatorRequestMs: 600_000,
  /** A PostgreSQL that is not there is told soon: the station asks again by itself. */
  connectMs: 2_000,
  /** A call waits so long for another one with the same card; each of them takes milliseconds. */
  lockMs: 4_000,
  /** So long a call waits where others wait with it: the others are not to blame. */
  convoyLockMs: 200,
  /** No statement of a call needs seconds. The grant run and `check` read everything and wait longer. */
  statementMs: 8_000,
  /** A server that is silent for so long is taken for gone, whatever its connection says. */
  queryMs: 10_000,
} as const;
