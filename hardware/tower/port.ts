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
  /** Lamps off, line closed. */
  stop(): Promise<void>;
}

export type TowerSignal =
  | 'off'
  | 'in-service'
  | 'out-of-service'
  /** A passenger or the machine itself asks for somebody. */
  | 'staff-call';

export type TowerStatus =
  | 'stopped'
  | 'ready'
  /** Nothing at the other end of the line; looked for again and again. */
  | 'disconnected';
