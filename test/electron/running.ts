/** The real main.ts, running in the stand-in with a station that a check speaks for; and what a check can do to it. */
import './register.ts';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, type BrowserWindow, type Frame, fromPage, outside, session } from './stand-in.ts';
import { Utility } from './utility.ts';
import { LocalView } from './view.ts';

class SilentStation extends Utility {
  readonly heard: unknown[] = [];
  override postMessage(message: { kind?: unknown; beat?: unknown }): void {
    if (message?.kind === 'beat') setImmediate(() => this.emit('message', { kind: 'beat', beat: message.beat }));
    else this.heard.push(message);
  }
}

/** A page as far as main needs it: it has drawn what it was sent last, until a check says that it shows something else. */
class DrawingView extends LocalView {
  drawn: unknown = 'please-wait';
  override async load(url: string, domReady: () => void): Promise<void> {
    await super.load(url, domReady);
    const [api] = Object.values(this.world?.exposed ?? {}) as [Partial<Preload>?];
    api?.onScreen?.((screen) => {
      if (screen === null) this.drawn = 'please-wait';
      else if (typeof screen.revision === 'number') this.drawn = screen.revision;
    });
    api?.onBeat?.(() => this.drawn);
  }
}
interface Preload {
  send(message: unknown): void;
  onScreen(listener: (screen: { revision?: number } | null) => void): () => void;
  onBeat(drawn: () => unknown): void;
}

export type Running = Awaited<ReturnType<typeof runMain>>;

const view = (window: BrowserWindow) => window.webContents.view as DrawingView;
const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
async function until(condition: () => boolean): Promise<void> {
  const limit = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > limit) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** `sources`: a folder with main.ts; the page's files are in `renderer` beside it. */
export async function runMain(sources: string, screens: { screen: object; staffScreen: { session: string } }) {
  const complaints: string[] = [];
  console.error = (...words) => complaints.push(words.join(' '));
  outside.exit = (status) => complaints.push(`exit ${status}`);
  outside.switches.set('station-config', 'station.json');
  // A packaged program does not listen to it.
  outside.switches.set('windowed', undefined);
  const station = new SilentStation(null);
  outside.startUtility = () => station;
  outside.openView = (contents, { webPreferences }) => new DrawingView(contents, webPreferences?.preload ?? '');
  const importFresh = (name: string) => import(pathToFileURL(join(sources, name)).href);
  const { delays } = (await importFresh('delays.ts')) as { delays: Record<string, number> };
  Object.assign(delays, { beat: 20, pageSilence: 1_000, pageStart: 1_000, firstPause: 1 });
  await importFresh('main.ts');
  const isOpen = (window?: BrowserWindow) => window !== undefined && view(window).world !== null;
  await until(() => isOpen(outside.windows[0]));
  const [page] = outside.windows as [BrowserWindow];
  station.emit('message', { kind: 'screen', screen: screens.screen });
  station.emit('message', { kind: 'staff-screen', screen: screens.staffScreen });
  await until(() => isOpen(outside.windows[1]));
  const staff = outside.windows[1] as BrowserWindow;

  const heardFrom = async (say: () => void) => {
    const before = station.heard.length;
    say();
    await settle();
    return station.heard.slice(before);
  };
  return {
    sources,
    app,
    session: session.defaultSession,
    page,
    staff,
    screen: screens.screen,
    sessionToken: screens.staffScreen.session,
    complaints,
    get: async (url: string, method = 'GET') =>
      (await outside.handlers.get('kiosk')?.(new Request(url, { method }))) ?? new Response(null, { status: 500 }),
    /** What the station hears when this frame says this. */
    heard: (window: BrowserWindow, frame: Frame | null, channel: string, message: unknown) =>
      heardFrom(() => fromPage(window.webContents, frame, channel, [message])),
    heardFrom,
    exposed: (window: BrowserWindow) => view(window).world?.exposed ?? {},
    crash: (window: BrowserWindow) => view(window).crash(),
    crashes: (window: BrowserWindow) => view(window).crashes,
    hang: (window: BrowserWindow) => {
      view(window).hangs = true;
    },
    /** From now on there is this to see in it, whatever it was sent. */
    draws: (window: BrowserWindow, drawn: unknown) => {
      view(window).drawn = drawn;
    },
    drawn: (window: BrowserWindow) => view(window).drawn,
    /** What a new page is shown when it says hello. */
    async screensAfterHello() {
      const kiosk = view(page).world?.exposed.kiosk as Preload;
      const seen: unknown[] = [];
      const stop = kiosk.onScreen((screen) => seen.push(screen));
      kiosk.send({ kind: 'hello' });
      await settle();
      stop();
      return seen;
    },
    /** Longer than a page may be silent. */
    aWhile: () => new Promise((resolve) => setTimeout(resolve, 1_400)),
    settle,
    until,
    exitsOn(act: () => void): number | null {
      const before = complaints.length;
      act();
      const said = complaints.slice(before).find((line) => line.startsWith('exit '));
      return said ? Number(said.slice('exit '.length)) : null;
    },
    async secondInstance() {
      outside.gotTheLock = false;
      const [windows, before] = [outside.windows.length, complaints.length];
      await outside.beforeReady(async () => {
        await import(`${pathToFileURL(join(sources, 'main.ts')).href}?second`);
        await settle();
      });
      outside.gotTheLock = true;
      const exit = complaints.slice(before).find((line) => line.startsWith('exit '));
      return { status: exit ? Number(exit.slice(5)) : null, windows: outside.windows.length - windows };
    },
  };
}
