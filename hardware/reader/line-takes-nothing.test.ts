import { expect, test } from 'vitest';
import { SimulatedClock } from '../clock.ts';
import type { ByteStream, Line } from '../stream.ts';
import { createReader } from './driver.ts';

/** A serial adapter that hangs: it opens, and a write never ends. */
function hangingLine(): Line & { opened: number; closed: number } {
  const line = {
    name: 'hanging',
    opened: 0,
    closed: 0,
    async open(): Promise<ByteStream> {
      line.opened++;
      return {
        write: () => new Promise(() => {}),
        onData: () => () => {},
        onEnd: () => () => {},
        flush: async () => {},
        close: async () => {
          line.closed++;
        },
      };
    },
  };
  return line;
}

test('a line on which a write never ends: failed, not waited for; stop still stops', async () => {
  const clock = new SimulatedClock();
  const line = hangingLine();
  const reader = createReader({ kind: 'pn532', line, clock });
  reader.start();
  expect(await clock.advanceUntil(() => reader.status === 'failed', 10_000)).toBe(true);
  expect(reader.counters).toMatchObject({ resynchronised: 0, softResets: 1, reopened: 1, failures: 1 });
  await clock.advance(60_000);
  const stopped = reader.stop();
  await clock.advance(10_000);
  await stopped;
  expect(reader.status).toBe('stopped');
  expect(line.closed).toBe(line.opened);
});
