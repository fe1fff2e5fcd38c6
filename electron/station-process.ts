import { utilityProcess } from 'electron';
import { nextPause } from './restart-pause.ts';

/** How long a station that was asked to stop may take to finish value in flight. */
const STOP_LIMIT_MS = 20_000;

export interface StationProcess {
  send(message: unknown): void;
  /** Asks it to stop: it finishes value in flight first. Resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts the station as a utility process and starts it again when it dies, with a growing pause: whatever was in
 * flight is in its journal, and a new station goes through recovery before anything else.
 */
export function startStation(
  entry: string,
  configFile: string,
  on: {
    screen(screen: unknown): void;
    /** For the staff page; null: nobody is at work. */
    staffScreen(screen: unknown): void;
    /** `restart` or `shut-down`: staff have asked for it. */
    power(act: unknown): void;
    gone(): void;
  },
): StationProcess {
  let stopping: (() => void) | null = null;
  let starts = 0;
  let child = launch();

  function launch() {
    starts += 1;
    const startedAt = performance.now();
    const station = utilityProcess.fork(entry, [configFile], { serviceName: 'station', stdio: 'inherit' });
    station.on('message', (message: { kind?: unknown; screen?: unknown; act?: unknown }) => {
      if (message?.kind === 'screen') on.screen(message.screen);
      if (message?.kind === 'staff-screen') on.staffScreen(message.screen);
      if (message?.kind === 'power') on.power(message.act);
    });
    station.once('exit', () => {
      if (stopping) return stopping();
      on.gone();
      const ran = performance.now() - startedAt;
      if (ran > 60_000) starts = 0;
      setTimeout(() => {
        if (!stopping) child = launch();
      }, nextPause(starts));
    });
    return station;
  }

  return {
    send: (message) => child.postMessage(message),
    stop: () =>
      new Promise((resolve) => {
        stopping = resolve;
        const { pid } = child;
        if (pid === undefined) return resolve();
        child.kill();
        // What does not stop in time is killed: its journal knows what it was doing.
        setTimeout(() => process.kill(pid, 'SIGKILL'), STOP_LIMIT_MS).unref();
      }),
  };
}
