import { expect, test } from 'vitest';
import { ackFrame } from './codec.ts';
import { delays } from './delays.ts';
import { bench } from './testing/bench.ts';

test('a chip that acknowledges again and again and answers nothing is given up in time', async () => {
  const { simulator, line, reader, clock, startUntil } = bench();
  await startUntil('ready');
  simulator.hang('power');
  let outcome: unknown = null;
  void reader.detect().then((detected) => {
    outcome = detected;
  });
  for (let time = 0; time < 300 && outcome === null; time++) {
    line.faults.inject('to-host', ackFrame);
    await clock.advance(delays.ack / 5);
  }
  expect(outcome).toMatchObject({ ok: false, error: { kind: 'reader-failed' } });
});
