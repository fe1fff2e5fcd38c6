/**
 * `run-main.ts STATION.json DELAYS`: the real main.ts and preload in a process of its own, with a real station as its utility
 * process. Its parent is the passenger: it gets what the page is shown, and what it says is said by the page.
 */
import './register.ts';
import { delays } from '../../electron/delays.ts';
import { outside, type StandInContents } from './stand-in.ts';
import type { Utility } from './utility.ts';
import { LocalView } from './view.ts';

const [config, limits] = process.argv.slice(2);
outside.switches.set('station-config', config);
Object.assign(delays, JSON.parse(limits ?? '{}'));

const tell = (message: object) => process.connected && process.send?.(message, undefined, {}, () => {});

/** The page as far as a passenger needs it: shows what it is sent, says so, and says hello when it is new. */
class PassengersView extends LocalView {
  override async load(url: string, domReady: () => void): Promise<void> {
    await super.load(url, domReady);
    const { kiosk } = this.world?.exposed ?? {};
    if (!kiosk) return;
    const page = kiosk as Preload;
    let drawn: number | 'please-wait' = 'please-wait';
    page.onScreen((screen) => {
      drawn = screen?.revision ?? 'please-wait';
      tell({ kind: 'screen', screen });
    });
    page.onBeat(() => (this.isBlank ? 'nothing' : drawn));
    this.isBlank = false;
    this.say = page.send;
    page.send({ kind: 'hello' });
    tell({ kind: 'page' });
  }
  say: (message: unknown) => void = () => {};
  /** Nothing is drawn any more; its preload goes on answering. */
  isBlank = false;
}

interface Preload {
  send(message: unknown): void;
  onScreen(listener: (screen: { revision: number } | null) => void): void;
  onBeat(drawn: () => unknown): void;
}

let page: PassengersView | null = null;
outside.openView = (contents: StandInContents, { webPreferences }) => {
  const view = new PassengersView(contents, webPreferences?.preload ?? '');
  page ??= view;
  return view;
};
/** Set for the next station alone: where in a transfer it is to stand still. */
let forNext: Record<string, string> = {};
const { startUtility } = outside;
outside.startUtility = (...fork) => {
  Object.assign(process.env, forNext);
  const station: Utility = startUtility(...fork);
  for (const name of Object.keys(forNext)) delete process.env[name];
  forNext = {};
  station.once('spawn', () => tell({ kind: 'station', pid: station.pid, args: fork[1] }));
  return station;
};

process.on('message', (message: { kind?: unknown; environment?: Record<string, string> }) => {
  if (message.kind === 'next-station') forNext = message.environment ?? {};
  else if (message.kind === 'crash-page') page?.crash();
  else if (message.kind === 'hang-page' && page) page.hangs = true;
  else if (message.kind === 'blank-page' && page) page.isBlank = true;
  else page?.say(message);
});
// Nobody is left to end it.
process.on('disconnect', () => process.exit(1));
await import('../../electron/main.ts');
