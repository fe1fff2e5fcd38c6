/** The page's side of a window: its preload is the real one, run with the two modules that a sandboxed preload has. */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { fromPage, outside, type StandInContents } from './stand-in.ts';

/** Where the page of a window really is. */
export interface View {
  /** Resolves when the page is loaded; `domReady` is called before its scripts run. */
  load(url: string, domReady: () => void): Promise<void>;
  send(channel: string, args: unknown[]): void;
  crash(): void;
  close(): void;
}

/** One document: what its preload has given it, and its end of the channel. */
export class World {
  /** What `contextBridge` has put on `window`. */
  readonly exposed: Record<string, unknown> = {};
  readonly ipcRenderer: EventEmitter & Pick<Electron.IpcRenderer, 'send'>;
  readonly contextBridge: Pick<Electron.ContextBridge, 'exposeInMainWorld'>;

  constructor(contents: StandInContents) {
    const frame = contents.mainFrame;
    this.ipcRenderer = Object.assign(new EventEmitter(), {
      send: (channel: string, ...args: unknown[]) => fromPage(contents, frame, channel, args),
    });
    this.contextBridge = {
      exposeInMainWorld: (name, api) => {
        this.exposed[name] = Object.freeze(api);
      },
    };
  }
}

/** Documents by number: the preload of each finds its own (register.ts). */
export const worlds = new Map<number, World>();
let count = 0;

/** A page inside this process, as a test drives it. */
export class LocalView implements View {
  world: World | null = null;
  /** A page that hangs hears nothing. */
  hangs = false;
  crashes = 0;
  readonly #contents: StandInContents;
  readonly #preload: string;

  constructor(contents: StandInContents, preload: string) {
    this.#contents = contents;
    this.#preload = preload;
  }

  async load(url: string, domReady: () => void): Promise<void> {
    const handler = outside.handlers.get(new URL(url).protocol.slice(0, -1));
    const response = await handler?.(new Request(url));
    if (!response?.ok) throw new Error(`ERR_FAILED (-2) loading '${url}'`);
    this.hangs = false;
    count += 1;
    const world = new World(this.#contents);
    worlds.set(count, world);
    await import(`${this.#preload.replace(/\.cjs$/, '.ts')}?world=${count}`);
    this.world = world;
    domReady();
  }

  send(channel: string, args: unknown[]): void {
    if (this.hangs) return;
    const { world } = this;
    setImmediate(() => world?.ipcRenderer.emit(channel, { sender: world.ipcRenderer }, ...args));
  }

  crash(): void {
    this.crashes += 1;
    this.world = null;
    setImmediate(() => this.#contents.gone('crashed'));
  }

  close(): void {
    this.world = null;
  }
}

export function openView(contents: StandInContents, options: Electron.BrowserWindowConstructorOptions): View {
  return new LocalView(contents, options.webPreferences?.preload ?? '');
}
