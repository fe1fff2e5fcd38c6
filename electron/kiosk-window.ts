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
  readonly #windowed: boolean;
  readonly #life = new Heartbeat(
    { start: delays.pageStart, silence: delays.pageSilence, healthy: delays.healthyPage, beat: delays.beat },
    performance.now(),
  );
  readonly #proof = new DrawnProof();
  readonly #beats: NodeJS.Timeout;
  /** Pages in a row that did not live for long. */
  #crashes = 0;
  #wasShown = false;
  #ending: NodeJS.Timeout | undefined;

  constructor(kind: PageKind, windowed: boolean, parent?: KioskWindow) {
    this.#kind = kind;
    this.#windowed = windowed;
    const options = windowOptions(kind.preload, windowed);
    this.#window = new BrowserWindow({ ...options, ...(parent && { parent: parent.#window }) });
    const { webContents } = this.#window;
    // Not on ready-to-show: where a hidden window gets no frame (Wayland) it never comes (docs/facts/anchors.md §6).
    webContents.on('did-finish-load', () => this.#show());
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

  /** A page has lately shown what it was sent, and not for a moment only, or may still do so: loading it again can help. */
  get isWell(): boolean {
    return this.#life.unhealthyFor(performance.now()) < delays.pageLost;
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

  /** What its page has answered. False: it shows something else, or to nobody, which is no better than silence. */
  answered(answer: BeatAnswer): boolean {
    if (!this.#proof.holds(answer)) return false;
    // A sound that does not arrive keeps a page from being loaded, and not from being used.
    this.#show();
    if (!this.#isVisible) return false;
    this.#life.answered(performance.now());
    return true;
  }

  destroy(): void {
    clearInterval(this.#beats);
    clearTimeout(this.#ending);
    this.browserWindow?.destroy();
  }

  #load(): void {
    this.#restarted();
    // Where it fails the heartbeat stays out, and the page is ended and loaded again.
    this.browserWindow?.loadURL(this.#kind.address).catch((error: Error) => console.error(this.#say(error.message)));
  }

  /** Once for each page: whoever hides the window on a desk has hidden it. */
  #show(): void {
    if (this.#wasShown) return;
    this.#wasShown = true;
    if (!this.#window.isVisible()) this.#window.show();
  }

  /** As far as the window system says; a developer may lay the window aside. */
  get #isVisible(): boolean {
    return this.#windowed || this.#window.isVisible();
  }

  #gone(reason: string): void {
    clearTimeout(this.#ending);
    this.#restarted();
    this.#crashes += 1;
    const pause = this.#crashes === 1 ? 0 : nextPause(this.#crashes - 1);
    console.error(this.#say(`gone (${reason}), loading it again in ${pause} ms`));
    setTimeout(() => this.#load(), pause);
  }

  #beat(): void {
    const own = this.browserWindow;
    if (!own) return;
    this.#life.asked(performance.now());
    if (!this.#life.hangs(performance.now())) {
      this.ask();
      return;
    }
    console.error(this.#say(`${this.#isVisible ? this.#proof.complaint : 'is not visible'}, ending it`));
    this.#restarted();
    clearTimeout(this.#ending);
    this.#ending = setTimeout(() => this.#gone('its end was not told'), delays.endLimit);
    own.webContents.forcefullyCrashRenderer();
  }

  /** From now on another page is waited for. */
  #restarted(): void {
    if (this.#life.wasHealthy) this.#crashes = 0;
    this.#wasShown = false;
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
