import { BrowserWindow } from 'electron';
import { checkBeat } from './channel.ts';
import { delays } from './delays.ts';
import { handle } from './handle.ts';
import { Heartbeat } from './heartbeat.ts';
import { nextPause } from './restart-policy.ts';
import { windowOptions } from './window-options.ts';

/** Which page stands in a window, and how main speaks with it. */
export interface PageKind {
  readonly name: string;
  readonly address: string;
  readonly preload: string;
  readonly channel: { readonly screen: string; readonly beat: string };
}

/**
 * A locked window whose page comes back by itself: one that dies is loaded again, one that hangs is ended first. A new page
 * says hello and gets the true screen.
 */
export class KioskWindow {
  readonly #window: BrowserWindow;
  readonly #kind: PageKind;
  readonly #life = new Heartbeat({ start: delays.pageStart, silence: delays.pageSilence }, performance.now());
  readonly #beats: NodeJS.Timeout;
  #crashes = 0;

  constructor(kind: PageKind, windowed: boolean, parent?: KioskWindow) {
    this.#kind = kind;
    const options = windowOptions(kind.preload, windowed);
    this.#window = new BrowserWindow({ ...options, ...(parent && { parent: parent.#window }) });
    const { webContents } = this.#window;
    this.#window.once('ready-to-show', () => this.#window.show());
    webContents.on('render-process-gone', (_event, { reason }) => this.#gone(reason));
    this.#window.on('unresponsive', () => webContents.forcefullyCrashRenderer());
    this.#beats = setInterval(() => this.#beat(), delays.beat);
    this.#load();
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window.isDestroyed() ? null : this.#window;
  }

  /** Its page has answered, or may still do so: loading it again can help. */
  get isWell(): boolean {
    return this.#life.silentFor(performance.now()) < delays.pageLost;
  }

  /** Its page has answered lately: somebody in front of it sees what is sent. */
  get isAlive(): boolean {
    return this.#life.isAlive(performance.now());
  }

  send(screen: unknown): void {
    this.browserWindow?.webContents.send(this.#kind.channel.screen, screen);
  }

  answered(): void {
    this.#life.answered(performance.now());
  }

  destroy(): void {
    clearInterval(this.#beats);
    this.browserWindow?.destroy();
  }

  #load(): void {
    this.#life.restarted(performance.now());
    // Where it fails the heartbeat stays out, and the page is ended and loaded again.
    this.browserWindow?.loadURL(this.#kind.address).catch((error: Error) => console.error(this.#say(error.message)));
  }

  #gone(reason: string): void {
    this.#crashes = this.isAlive ? 1 : this.#crashes + 1;
    const pause = this.#crashes === 1 ? 0 : nextPause(this.#crashes - 1);
    this.#life.restarted(performance.now());
    console.error(this.#say(`gone (${reason}), loading it again in ${pause} ms`));
    setTimeout(() => this.#load(), pause);
  }

  #beat(): void {
    const own = this.browserWindow;
    if (!own) return;
    if (this.#life.hangs(performance.now())) {
      console.error(this.#say('does not answer, ending it'));
      this.#life.restarted(performance.now());
      own.webContents.forcefullyCrashRenderer();
      return;
    }
    own.webContents.send(this.#kind.channel.beat, Math.trunc(performance.now()));
  }

  #say(what: string): string {
    return `${this.#kind.name}: ${what}`;
  }
}

/** From now on `window` (whichever stands there) is heard when its page answers a beat. */
export function hearBeats(kind: PageKind, window: () => KioskWindow | null): void {
  handle(
    kind.channel.beat,
    () => window()?.browserWindow ?? null,
    (sender, beat) => checkBeat(sender, beat, kind.address),
    () => window()?.answered(),
  );
}
