import type { Drawn } from '../../station/contract/drawn.ts';
import type { StaffPageMessage } from '../../station/contract/staff.ts';
import { whatIsDrawn } from '../drawn.ts';

/** What the staff window's preload puts on `window`; the passenger's window has nothing of that name. */
export interface StaffPreload {
  send(message: StaffPageMessage): void;
  onScreen(listener: (screen: unknown) => void): () => void;
  onBeat(drawn: () => Drawn): void;
}

declare global {
  interface Window {
    readonly staff?: StaffPreload;
  }
}

export interface Bridge {
  send(message: StaffPageMessage): void;
}

const CHANNEL = '/staff-channel';
const PASSENGER_PAGE = './';

/**
 * Opens the channel of the session. Where it ends, the page ends: the staff window is destroyed by main, and in the browser
 * shell the passenger's page takes this one's place, without a way back to it.
 */
export function openBridge(onScreen: (value: unknown) => void): Bridge {
  return window.staff === undefined ? overHttp(onScreen) : overPreload(window.staff, onScreen);
}

function overPreload(preload: StaffPreload, onScreen: (value: unknown) => void): Bridge {
  preload.onScreen(onScreen);
  preload.onBeat(whatIsDrawn);
  preload.send({ kind: 'hello' });
  return { send: (message) => preload.send(message) };
}

function overHttp(onScreen: (value: unknown) => void): Bridge {
  const leave = (): void => {
    source.close();
    onScreen(null);
    window.location.replace(PASSENGER_PAGE);
  };
  const source = new EventSource(CHANNEL);
  source.onmessage = (event) => onScreen(parse(event.data));
  source.onerror = leave;
  return {
    send(message) {
      const request = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
      };
      fetch(CHANNEL, request).catch(leave);
    },
  };
}

/** Undefined where it is no JSON: the schema then refuses it like any other wrong message. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
