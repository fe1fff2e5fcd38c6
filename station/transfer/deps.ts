import type { CenterClient } from '../../center/contract/index.ts';
import type { CardAccess } from '../../hardware/card/port.ts';
import type { Clock } from '../../hardware/clock.ts';
import type { Journal } from '../journal/index.ts';
import type { Log } from '../log.ts';
import type { WallClock } from '../wall-clock.ts';
import type { StationMark } from './evidence.ts';

/**
 * Every moment of the money path at which a machine can stop. Nothing happens there in production; tests stop the
 * station at each of them.
 */
export const transferPoints = [
  'charge-begun',
  'session-open',
  'space-secured',
  'intended',
  'hold-answered',
  'reserved',
  'writing',
  'write-answered',
  'written',
  'read-back',
  'finish-queued',
  'voided',
  'unknown',
  'settle-begun',
  'settle-read',
  'settle-journaled',
  'message-sending',
  'message-answered',
  'message-journaled',
  'registration-queued',
  'deciding',
  'decided',
  'recovered',
] as const;
export type TransferPoint = (typeof transferPoints)[number];

export interface MoneyOptions {
  readonly journal: Journal;
  readonly center: CenterClient;
  readonly cards: CardAccess;
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
  readonly log: Log;
  readonly mark: StationMark;
  readonly softwareVersion: string;
  /** Read once, at the start, for staff who search by time of day; null: no clock. */
  readonly wall?: WallClock | null;
  /** Spreads the outbox's repetitions over time, 0 ≤ x < 1. */
  readonly random?: () => number;
  readonly at?: (point: TransferPoint) => Promise<void>;
}

export type MoneyDeps = Required<MoneyOptions>;
