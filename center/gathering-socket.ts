import { Socket } from 'node:net';

/**
 * Sends the statements of one turn of the event loop in one piece. pg corks around each of them; with several behind one another
 * (postgres.ts), handing each to the system costs more than the statement itself.
 */
export class GatheringSocket extends Socket {
  /** Not at once, but when this turn is over. */
  override uncork(): void {
    process.nextTick(() => super.uncork());
  }
}
