/** A line and a card that take the time which real ones take, and count it: what a figure is compared with. */
import type { Clock } from '../../hardware/clock.ts';
import type { ByteStream } from '../../hardware/stream.ts';

const MS_A_BYTE = 10_000 / 115_200;

/** A timer of Node's comes up to a millisecond late, as long as a dozen bytes: the rest of the way is looked at closely. */
const preciseClock: Clock = {
  now: () => performance.now(),
  setTimeout(callback, ms) {
    const due = performance.now() + ms;
    const timer = { isCleared: false };
    const look = (): void => {
      if (timer.isCleared) return;
      if (performance.now() >= due) callback();
      else setImmediate(look);
    };
    if (ms > 3) setTimeout(look, ms - 2);
    else setImmediate(look);
    return timer;
  },
  clearTimeout(timer) {
    (timer as { isCleared: boolean }).isCleared = true;
  },
};

export interface Spent {
  wireMs: number;
  airMs: number;
}

/** The line's speed, which a pseudo terminal does not have: bytes arrive when the last of them would have. */
export function paced(stream: ByteStream, spent: Spent): ByteStream {
  const lane = (deliver: (bytes: Uint8Array) => void): ((bytes: Uint8Array) => void) => {
    let freeAt = 0;
    return (bytes) => {
      const ms = bytes.length * MS_A_BYTE;
      spent.wireMs += ms;
      freeAt = Math.max(preciseClock.now(), freeAt) + ms;
      preciseClock.setTimeout(() => deliver(bytes), freeAt - preciseClock.now());
    };
  };
  const send = lane((bytes) => void stream.write(bytes));
  return {
    write: async (bytes) => send(bytes),
    onData: (listener) => stream.onData(lane(listener)),
    onEnd: (listener) => stream.onEnd(listener),
    flush: () => stream.flush(),
    close: () => stream.close(),
  };
}

/** What the simulated chip waits for is the card and the air, by their own model (docs/facts/felica.md §3.1, §3.5). */
export function counted(spent: Spent): Clock {
  return {
    ...preciseClock,
    setTimeout(callback, ms) {
      spent.airMs += ms;
      return preciseClock.setTimeout(callback, ms);
    },
  };
}
