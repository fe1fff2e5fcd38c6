import { describe, expect, test } from 'vitest';
import { delays } from './delays.ts';
import { bench } from './testing/bench.ts';

describe.each(['pn532', 'rcs620s', 'neo2'] as const)('staff ask for the reader to be tried now (%s)', (kind) => {
  test('a reader in order: its line is opened again, counted, and it is ready', async () => {
    const { startUntil, reader, run, simulator } = bench(kind);
    await startUntil('ready');
    expect(await run(reader.tryNow())).toBe('ready');
    expect(reader.counters.reopened).toBe(1);
    expect(await run(reader.detect())).toMatchObject({ ok: true, value: { found: 'nothing' } });
    expect(simulator.breaches).toEqual([]);
  });

  test('plugged in again: found without waiting for the next try', async () => {
    const { startUntil, until, reader, run, line, clock } = bench(kind);
    await startUntil('ready');
    line.faults.cut();
    await until('disconnected');
    expect(await run(reader.tryNow())).toBe('disconnected');
    line.faults.heal();
    const asked = clock.now();
    expect(await run(reader.tryNow())).toBe('ready');
    expect(clock.now() - asked).toBeLessThan(delays.reopen);
  });

  test('stopped: it stays stopped', async () => {
    const { reader, run } = bench(kind);
    expect(await run(reader.tryNow())).toBe('stopped');
  });
});

test('a chip that is dead: tried, and said to have failed', async () => {
  const { startUntil, reader, run, simulator } = bench();
  await startUntil('ready');
  simulator.hang('power');
  expect(await run(reader.tryNow())).toBe('failed');
  simulator.powerOff();
  simulator.powerOn();
  expect(await run(reader.tryNow())).toBe('ready');
});
