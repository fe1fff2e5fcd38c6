import { type UtilityProcess, utilityProcess } from 'electron';
import type { Screen } from '../station/contract/index.ts';
import type { StaffScreen } from '../station/contract/staff.ts';
import { delays } from './delays.ts';
import { Heartbeat } from './heartbeat.ts';
import { deathsInARow, nextPause, staysClosed } from './restart-policy.ts';
import { StationMessage } from './station-message.ts';
import { unreachable } from './unreachable.ts';

export interface StationEvents {
  screen(screen: Screen): void;
  /** For the staff page; null: nobody is at work. */
  staffScreen(screen: StaffScreen | null): void;
  /** Staff have asked for it. */
  power(act: 'restart' | 'shut-down'): void;
  /** It goes on answering: has come up, and not just begun. `closed`: it was started closed. */
  lasts(closed: boolean): void;
  /** `closed`: it has died too often in a row; the machine serves nobody until staff have opened it again. */
  gone(closed: boolean): void;
}

/** What main knows and the station has to: its tower says from afar whether anybody can use the machine. */
export interface Surroundings {
  /** Is its screen seen, as far as main knows? */
  readonly shown: () => boolean;
}

/**
 * The station as a utility process, started again when it dies or hangs, with a growing pause: whatever was in flight is in
 * its journal, and a new station goes through recovery before anything else. One that dies again and again is started
 * closed.
 */
export class StationProcess {
  readonly #entry: string;
  readonly #configFile: string;
  readonly #on: StationEvents & Surroundings;
  readonly #life = new Heartbeat(
    { start: delays.stationStart, silence: delays.stationSilence, healthy: delays.healthyRun, beat: delays.beat },
    performance.now(),
  );
  readonly #beats: NodeJS.Timeout;
  #child: UtilityProcess | null = null;
  #deaths = 0;
  /** Main has killed it; its end has not been told yet. Whatever status is told then, it has not finished. */
  #killed = false;
  #stopped: ((finished: boolean) => void) | null = null;

  constructor(entry: string, configFile: string, on: StationEvents & Surroundings) {
    this.#entry = entry;
    this.#configFile = configFile;
    this.#on = on;
    this.#beats = setInterval(() => this.#beat(), delays.beat);
    this.#launch();
  }

  get health(): 'answers' | 'hangs' | 'down' {
    if (this.#child === null) return 'down';
    return this.#life.hangs(performance.now()) ? 'hangs' : 'answers';
  }

  /** What is said to a station that is not there is lost: the next one begins with the true screen. */
  send(message: unknown): void {
    this.#child?.postMessage(message);
  }

  /** Asks it to stop: it finishes value in flight first. Resolves when it is gone: has it finished? */
  stop(): Promise<boolean> {
    clearInterval(this.#beats);
    return new Promise((resolve) => {
      this.#stopped = resolve;
      const child = this.#child;
      // Dead, and not started again yet: nobody knows what was in flight.
      if (child?.pid === undefined) return resolve(false);
      // Not child.kill(): Electron sends SIGKILL 2 s after it, and value in flight may take longer.
      signal(child, 'SIGTERM');
      // What does not stop in time is killed: its journal knows what it was doing.
      setTimeout(() => this.#kill(child), delays.stopLimit).unref();
    });
  }

  #kill(child: UtilityProcess): void {
    this.#killed = true;
    signal(child, 'SIGKILL');
  }

  #launch(): void {
    const args = [this.#configFile, ...(staysClosed(this.#deaths) ? ['--closed'] : [])];
    const child = utilityProcess.fork(this.#entry, args, { serviceName: 'station', stdio: 'inherit' });
    this.#child = child;
    this.#killed = false;
    this.#life.restarted(performance.now());
    // Without a listener an error of V8 in there would be thrown here; `exit` follows it in any case.
    child.on('error', (type, location) => console.error(`station: ${type} at ${location}`));
    child.on('message', (message: unknown) => this.#hear(message));
    child.once('exit', (status) => this.#gone(status));
  }

  #gone(status: number): void {
    this.#child = null;
    if (this.#stopped) {
      this.#stopped(status === 0 && !this.#killed);
      return;
    }
    this.#deaths = deathsInARow(this.#deaths, { answeredMs: this.#life.answeredFor, killed: this.#killed });
    this.#on.gone(staysClosed(this.#deaths));
    const pause = nextPause(this.#deaths);
    console.error(`station: gone (${this.#deaths} in a row), starting it again in ${pause} ms`);
    setTimeout(() => {
      if (!this.#stopped) this.#launch();
    }, pause);
  }

  #hear(raw: unknown): void {
    const message = StationMessage.safeParse(raw);
    if (!message.success) {
      console.error('station: said something that nobody knows');
      return;
    }
    switch (message.data.kind) {
      case 'screen':
        this.#on.screen(message.data.screen);
        break;
      case 'staff-screen':
        this.#on.staffScreen(message.data.screen);
        break;
      case 'power':
        this.#on.power(message.data.act);
        break;
      case 'beat':
        this.#life.answered(performance.now());
        if (this.#life.answeredFor >= delays.provenRun) this.#on.lasts(staysClosed(this.#deaths));
        break;
      default:
        unreachable(message.data);
    }
  }

  #beat(): void {
    this.#life.asked(performance.now());
    const child = this.#child;
    if (!child) return;
    if (this.health === 'hangs') {
      console.error('station: does not answer, ending it');
      this.#kill(child);
      return;
    }
    child.postMessage({ kind: 'beat', beat: Math.trunc(performance.now()), shown: this.#on.shown() });
  }
}

function signal({ pid }: UtilityProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  // Undefined: gone in the meantime.
  if (pid === undefined) return;
  try {
    process.kill(pid, name);
  } catch (error) {
    // Gone, and Electron has not said so yet: `exit` follows.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
