/** Every time of the way to the center, in milliseconds, with why. */
export const centerDelays = {
  /** A passenger stands before the machine: after this the center counts as unreachable and says so. */
  answer: 3_000,
  /** The business date is good for ten minutes (design §4): this leaves room for many lost heartbeats. */
  heartbeat: 30_000,
  /** After a lost one: a passenger may be waiting for the machine to open. */
  heartbeatAgain: 5_000,
  /** The CampaignToday that was heard last is used no longer than this (design §4). */
  todayGoodFor: 600_000,
  /** First wait of the outbox after an unanswered message; doubled up to `outboxLongest`. */
  outboxFirst: 1_000,
  /** A center that was away for hours is not met by every machine at once, nor kept waiting long. */
  outboxLongest: 60_000,
} as const;
