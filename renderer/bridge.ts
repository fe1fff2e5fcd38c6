/**
 * The page's one channel to the station. In the kiosk Electron's preload gives `window.kiosk`; everywhere else the
 * browser shell offers the same at `/channel`: server-sent events down (one JSON Screen each), POST up.
 */
import type { Drawn } from '../station/contract/drawn.ts';
import type { PageMessage } from '../station/contract/index.ts';
import { delays } from './delays.ts';
import { whatIsDrawn } from './drawn.ts';

/** What Electron's preload puts on `window`. */
export interface Kiosk {
  send(message: PageMessage): void;
  /** `null`: the station is gone and will come back. Returns the function that stops listening. */
  onScreen(listener: (screen: unknown) => void): () => void;
  /** The window asks again and again what there is to see; a page that cannot say it is replaced. */
  onBeat(drawn: () => Drawn): void;
}

declare global {
  interface Window {
    readonly kiosk?: Kiosk;
  }
}

export interface BridgeListener {
  /** Whatever arrived; its schema is checked by the listener. */
  screen(value: unknown): void;
  /** The station cannot be reached; the bridge goes on trying by itself. */
  down(): void;
}

export interface Bridge {
  /** False: the message did not reach the station, and may be sent again. */
  send(message: PageMessage): Promise<boolean>;
}

const CHANNEL = '/channel';

/** In the browser shell both pages are in one window: staff have an address of their own. In the kiosk main does it. */
const STAFF_PAGE = 'staff.html';

/** Staff are at work: this page goes, and theirs comes in its place. */
export function giveWayToStaff(): void {
  if (window.kiosk === undefined) window.location.replace(STAFF_PAGE);
}

/** Opens the channel and says `hello`, again after every interruption: the answer is the true screen. */
export function openBridge(listener: BridgeListener): Bridge {
  return window.kiosk === undefined ? overHttp(listener) : overPreload(window.kiosk, listener);
}

function overPreload(kiosk: Kiosk, listener: BridgeListener): Bridge {
  kiosk.onScreen((screen) => (screen === null ? listener.down() : listener.screen(screen)));
  kiosk.onBeat(whatIsDrawn);
  kiosk.send({ kind: 'hello' });
  return {
    async send(message) {
      kiosk.send(message);
      return true;
    },
  };
}

function overHttp(listener: BridgeListener): Bridge {
  const send = async (message: PageMessage): Promise<boolean> => {
    try {
      const answer = await fetch(CHANNEL, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
      });
      return answer.ok;
    } catch {
      return false;
    }
  };
  const open = (): void => {
    const source = new EventSource(CHANNEL);
    source.onopen = () => void send({ kind: 'hello' });
    source.onmessage = (event) => listener.screen(parse(event.data));
    // The browser's own reconnection gives up on an error answer (a proxy, a station that is just starting), and its
    // pause is not ours to set: the page opens a new channel itself.
    source.onerror = () => {
      source.close();
      listener.down();
      setTimeout(open, delays.reconnect);
    };
  };
  open();
  return { send };
}

/** Undefined where it is no JSON: the schema then refuses it like any other wrong message. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
