import type { Result } from '../result.ts';
import type { Tier } from './codec.ts';

/** What the station may show on its signal tower. */
export interface SignalTower {
  /** For staff: the tower's model and where it is connected. */
  readonly description: string;
  readonly status: TowerStatus;
  /** Called on every change of status. Returns the function that stops listening. */
  onStatus(listener: (status: TowerStatus) => void): () => void;
  /** Opens the line and keeps it open: a tower that is plugged in again shows what it was last told. */
  start(): void;
  /** From now on; also while there is no tower, for when it comes. */
  show(signal: TowerSignal): void;
  /**
   * For staff: this one part alone, whatever is shown otherwise; null: back to what was last told. `taken` once the tower
   * has taken the report. It says nothing back about its lamps: only eyes and ears know whether they work.
   */
  test(part: TowerPart | null): Promise<Result<'taken', TowerError>>;
  /** Looks for a tower that is not there now, without waiting for the next try. */
  tryNow(): Promise<TowerStatus>;
  /** Lamps off, line closed. */
  stop(): Promise<void>;
}

export type TowerSignal =
  | 'off'
  | 'in-service'
  | 'out-of-service'
  /** A passenger or the machine itself asks for somebody. */
  | 'staff-call';

/** What can be tried alone: a lamp, or the buzzer. */
export type TowerPart = Tier | 'buzzer';

export interface TowerError {
  readonly kind: 'tower-disconnected';
}

export type TowerStatus =
  | 'stopped'
  | 'ready'
  /** Nothing at the other end of the line; looked for again and again. */
  | 'disconnected';
