/**
 * The system's flush (TCIOFLUSH) throws away both directions: what came in, and what was written and has not been taken. Over
 * a pseudo terminal on a busy machine that hit the abort itself, 10 ms after it was written, in 8 of 300 times; the chip then
 * heard the next command in the middle of the one before.
 */
import { expect, test } from 'vitest';
import { SimulatedClock } from '../clock.ts';
import { memoryLine } from '../lines/memory.ts';
import type { Line } from '../stream.ts';
import { createReader } from './driver.ts';
import { createReaderSimulator } from './simulator.ts';
import { PlainCard, packet } from './testing/plain-card.ts';

/** The device takes what was written this much later: more than the driver waits before it flushes. */
const LATE_MS = 20;

/** A line whose flush takes back what the device has not taken yet. */
function flushingBothWays(line: Line, clock: SimulatedClock): Line {
  return {
    name: line.name,
    open: async () => {
      const stream = await line.open();
      let flushed = 0;
      return {
        write: async (bytes) => {
          const before = flushed;
          clock.setTimeout(() => before === flushed && void stream.write(bytes), LATE_MS);
        },
        flush: () => {
          flushed++;
          return stream.flush();
        },
        onData: (listener) => stream.onData(listener),
        onEnd: (listener) => stream.onEnd(listener),
        close: () => stream.close(),
      };
    },
  };
}

test.each(['pn532', 'rcs620s'] as const)('the chip is never given a command while it is busy (%s)', async (model) => {
  const clock = new SimulatedClock();
  const line = memoryLine({ name: 'line' });
  const simulator = createReaderSimulator({ stream: line.device, clock, model });
  const reader = createReader({ kind: model, line: flushingBothWays(line, clock), clock });
  reader.start();
  expect(await clock.advanceUntil(() => reader.status === 'ready')).toBe(true);
  const card = new PlainCard();
  simulator.field.lay(card);
  let settled = 0;
  const run = async <Value>(doing: Promise<Value>): Promise<Value> => {
    const wanted = settled + 1;
    doing.finally(() => settled++);
    expect(await clock.advanceUntil(() => settled === wanted)).toBe(true);
    return doing;
  };
  expect(await run(reader.detect())).toMatchObject({ ok: true, value: { found: 'felica' } });
  // It takes the next command and is at it until somebody ends that.
  simulator.hang('abort');
  expect(await run(reader.exchange(packet(0x7e, card.idm, '01'), 50))).toMatchObject({ ok: false });
  expect(await run(reader.detect())).toMatchObject({ ok: true, value: { found: 'felica' } });
  expect(simulator.breaches).toEqual([]);
  expect(reader.counters).toMatchObject({ resynchronised: 1, softResets: 0, reopened: 0 });
});
