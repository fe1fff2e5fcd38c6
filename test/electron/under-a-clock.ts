/** The real main.ts in the stand-in, under a clock that the test moves; station and pages answer at once, as the test says. */
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { StandInContents } from './stand-in.ts';
import type { View } from './view.ts';

/** Far above what a system gives out: nobody is hit where the spy below is not. */
const PID = 2 ** 30;

/** A page that draws what it is sent, until a test says that it draws something else. */
export class ClockedPage implements View {
  /** Every screen that it was sent. */
  readonly shown: { revision: number; body: { id: string } }[] = [];
  /** Null: what it was sent. */
  draws: 'nothing' | null = null;
  /** Of each document, so many beats: then it hangs. Null: all. */
  answers: number | null = null;
  /** False: something that the document names never arrives. */
  isLoaded = true;
  loads = 0;
  /** False: nobody tells that its process has ended. */
  tellsItsEnd = true;
  crashes = 0;
  #answered = 0;
  readonly kind: 'passenger' | 'staff';
  readonly #contents: StandInContents;
  readonly #say: (channel: string, message: unknown) => void;

  constructor(
    kind: 'passenger' | 'staff',
    contents: StandInContents,
    say: (channel: string, message: unknown) => void,
  ) {
    this.kind = kind;
    this.#contents = contents;
    this.#say = say;
  }
  async load(_url: string, domReady: () => void): Promise<void> {
    this.loads += 1;
    this.#answered = 0;
    domReady();
    setImmediate(() => this.#say(this.kind === 'staff' ? 'kiosk:from-staff' : 'kiosk:from-page', { kind: 'hello' }));
    if (!this.isLoaded) await new Promise(() => {});
  }
  send(channel: string, [what]: unknown[]): void {
    if (!channel.endsWith('beat')) this.shown.push(what as never);
    else if (this.answers === null || this.#answered < this.answers) {
      this.#answered += 1;
      this.#say(channel, { beat: what, drawn: this.draws ?? this.shown.at(-1)?.revision ?? 'please-wait' });
    }
  }
  crash(): void {
    this.crashes += 1;
    if (this.tellsItsEnd) this.#contents.gone('crashed');
  }
  close(): void {}
}

class ClockedStation extends EventEmitter {
  pid: number | undefined = PID;
  /** The signals that main has sent it. */
  readonly signals: string[] = [];
  postMessage(message: { kind?: unknown; beat?: unknown }): void {
    if (message.kind === 'beat') this.says({ kind: 'beat', beat: message.beat });
  }
  says(message: object): void {
    this.emit('message', message);
  }
  ends(status: number): void {
    this.pid = undefined;
    this.emit('exit', status);
  }
}

const settle = async () => {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const listenedTo = ['uncaughtException', 'unhandledRejection', 'SIGINT', 'SIGTERM'] as const;

/**
 * Starts main at this moment. `undo` has to be called: what main has begun in this process ends with it. With `WATCHDOG_USEC` in
 * the environment of the test it is supervised.
 */
export async function startUnderClock(now: string) {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
    now: new Date(now),
  });
  const before = listenedTo.map((name) => process.listeners(name as 'SIGINT'));
  const [notified, complaints, printed]: [string[], string[], string[]] = [[], [], []];
  const stations: ClockedStation[] = [];
  const pages: ClockedPage[] = [];
  const exits: number[] = [];

  const clock = performance.now.bind(performance);
  let stalled = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock() + stalled);
  vi.spyOn(process, 'kill').mockImplementation((_pid, signal) => {
    stations.at(-1)?.signals.push(String(signal));
    return true;
  });
  vi.spyOn(console, 'error').mockImplementation((...words) => void complaints.push(words.join(' ')));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  vi.resetModules();
  vi.doMock('electron', () => import('./stand-in.ts'));
  vi.doMock('node:child_process', async (original) => ({
    ...(await original<typeof import('node:child_process')>()),
    spawn: (_program: string, state: string[]) => {
      notified.push(...state);
      return new EventEmitter();
    },
  }));
  const { ipcMain, outside } = await import('./stand-in.ts');
  outside.exit = (status) => void exits.push(status);
  outside.openView = (contents, { webPreferences }) => {
    const kind = webPreferences?.preload?.includes('staff') ? 'staff' : 'passenger';
    const page = new ClockedPage(kind, contents, (channel, message) =>
      ipcMain.emit(channel, { senderFrame: contents.mainFrame }, message),
    );
    pages.push(page);
    return page as never;
  };
  outside.startUtility = () => {
    const station = new ClockedStation();
    stations.push(station);
    return station as never;
  };
  // A changed copy: wiring-taken-out.test.ts.
  await import(join(process.env.WESTER_CHANGED_COPY ?? join(import.meta.dirname, '../../electron'), 'main.ts'));
  await settle();

  return {
    outside,
    pages,
    stations,
    /** What systemd was told; what the log and whoever started it were. */
    notified,
    complaints,
    printed,
    exits,
    get page(): ClockedPage {
      return pages[0] as ClockedPage;
    },
    get station(): ClockedStation {
      return stations.at(-1) as ClockedStation;
    },
    async pass(ms: number): Promise<void> {
      vi.advanceTimersByTime(ms);
      await settle();
    },
    /** Main does nothing for so long: no timer of its runs meanwhile. */
    stall(ms: number): void {
      stalled += ms;
    },
    settle,
    undo(): void {
      for (const [index, name] of listenedTo.entries()) {
        for (const listener of process.listeners(name as 'SIGINT')) {
          if (!before[index]?.includes(listener)) process.removeListener(name, listener);
        }
      }
      vi.doUnmock('electron');
      vi.doUnmock('node:child_process');
      vi.resetModules();
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
      vi.useRealTimers();
    },
  };
}
