import { expect, test } from 'vitest';
import { SimulatedClock } from '../clock.ts';
import type { ByteStream } from '../stream.ts';
import { Inbox } from './inbox.ts';

/** A stream that hands its bytes over when the test says so. */
function stream() {
  let listener: (bytes: Uint8Array) => void = () => {};
  const idle = { write: async () => {}, flush: async () => {}, close: async () => {}, onEnd: () => {} };
  const bytes = { ...idle, onData: (hears: typeof listener) => (listener = hears) } as unknown as ByteStream;
  return { bytes, arrive: () => listener(Uint8Array.of(1)) };
}

test('the answer was there in time, and the machine ran us when the time was up: it is heard', async () => {
  const clock = new SimulatedClock();
  const { bytes, arrive } = stream();
  const inbox = new Inbox(
    bytes,
    clock,
    () => [{ kind: 'frame' as const }],
    () => {},
  );
  const heard = inbox.next(clock.now() + 250);
  // The loop of a process that was not run: its timers first, then what has arrived.
  clock.setTimeout(arrive, 250);
  await clock.advance(250);
  expect(await heard).toEqual({ kind: 'frame' });
});

test('nothing came: the time is up, at that time', async () => {
  const clock = new SimulatedClock();
  const inbox = new Inbox(
    stream().bytes,
    clock,
    () => [{ kind: 'frame' as const }],
    () => {},
  );
  const heard = inbox.next(clock.now() + 250);
  await clock.advance(250);
  expect(await heard).toEqual({ kind: 'time-up' });
  expect([clock.now(), clock.pending]).toEqual([250, 0]);
});
