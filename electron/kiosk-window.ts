import { app, BrowserWindow } from 'electron';
import type { Drawn } from '../station/contract/drawn.ts';
import { checkBeat } from './channel.ts';
import { delays } from './delays.ts';
import { type BeatAnswer, DrawnProof } from './drawn-proof.ts';
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
 * A locked window whose page comes back by itself: one that dies is loaded again, one that hangs, or shows anything else than
 * it was sent, is ended first. A new page says hello and gets the true screen.
 */
export class KioskWindow {
  readonly #window: BrowserWindow;
  readonly #kind: PageKind;
  readonly #life = new Heartbeat({ start: delays.pageStart, silence: delays.pageSilence }, performance.now());
  readonly #proof = new DrawnProof();
  readonly #beats: NodeJS.Timeout;
  #crashes = 0;

  constructor(kind: PageKind, windowed: boolean, parent?: KioskWindow) {
    this.#kind = kind;
    const options = windowOptions(kind.preload, windowed);
    this.#window = new BrowserWindow({ ...options, ...(parent && { parent: parent.#window }) });
    const { webContents } = this.#window;
    this.#window.once('ready-to-show', () => this.#window.show());
    // Nothing closes it: not its page, not a key of the window manager. What ends it is destroy(), and the end of the program.
    this.#window.on('close', (event) => {
      event.preventDefault();
      if (windowed) app.quit();
    });
    webContents.on('render-process-gone', (_event, { reason }) => this.#gone(reason));
    this.#window.on('unresponsive', () => webContents.forcefullyCrashRenderer());
    this.#beats = setInterval(() => this.#beat(), delays.beat);
    this.#load();
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window.isDestroyed() ? null : this.#window;
  }

  /** Its page has shown what it was sent, or may still do so: loading it again can help. */
  get isWell(): boolean {
    return this.#life.silentFor(performance.now()) < delays.pageLost;
  }

  /** Its page has shown it lately: somebody in front of it sees what is sent. */
  get isAlive(): boolean {
    return this.#life.isAlive(performance.now());
  }

  /** Null: "please wait". */
  send(screen: { readonly revision: number } | null): void {
    this.#proof.sent(screen?.revision ?? null);
    this.browserWindow?.webContents.send(this.#kind.channel.screen, screen);
  }

  /** Asks its page what it has drawn. */
  ask(): void {
    this.browserWindow?.webContents.send(this.#kind.channel.beat, this.#proof.asked());
  }

  /** What its page has answered. False: it shows something else, which is no better than silence. */
  answered(answer: BeatAnswer): boolean {
    const isTrue = this.#proof.holds(answer);
    if (isTrue) this.#life.answered(performance.now());
    return isTrue;
  }

  destroy(): void {
    clearInterval(this.#beats);
    this.browserWindow?.destroy();
  }

  #load(): void {
    this.#restarted();
    // Where it fails the heartbeat stays out, and the page is ended and loaded again.
    this.browserWindow?.loadURL(this.#kind.address).catch((error: Error) => console.error(this.#say(error.message)));
  }

  #gone(reason: string): void {
    this.#crashes = this.isAlive ? 1 : this.#crashes + 1;
    const pause = this.#crashes === 1 ? 0 : nextPause(this.#crashes - 1);
    this.#restarted();
    console.error(this.#say(`gone (${reason}), loading it again in ${pause} ms`));
    setTimeout(() => this.#load(), pause);
  }

  #beat(): void {
    const own = this.browserWindow;
    if (!own) return;
    if (!this.#life.hangs(performance.now())) {
      this.ask();
      return;
    }
    console.error(this.#say(`${this.#proof.complaint}, ending it`));
    this.#restarted();
    own.webContents.forcefullyCrashRenderer();
  }

  /** From now on another page is waited for. */
  #restarted(): void {
    this.#life.restarted(performance.now());
    this.#proof.restarted();
  }

  #say(what: string): string {
    return `${this.#kind.name}: ${what}`;
  }
}

/** From now on `window` (whichever stands there) is heard when its page answers a beat. `shows`: what it was sent, and nothing else. */
export function hearBeats(
  kind: PageKind,
  window: () => KioskWindow | null,
  shows: (drawn: Drawn) => void = () => {},
): void {
  handle(
    kind.channel.beat,
    () => window()?.browserWindow ?? null,
    (sender, answer) => checkBeat(sender, answer, kind.address),
    (answer) => {
      if (window()?.answered(answer)) shows(answer.drawn);
    },
  );
}
