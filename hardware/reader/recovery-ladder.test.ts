import { describe, expect, test } from 'vitest';
import { fromHex } from '../bytes.ts';
import { delays } from './delays.ts';
import { type Bench, bench } from './testing/bench.ts';
import { PlainCard, packet } from './testing/plain-card.ts';

async function ready(kind: 'pn532' | 'rcs620s'): Promise<Bench & { card: PlainCard }> {
  const made = bench(kind);
  await made.startUntil('ready');
  const card = new PlainCard();
  made.simulator.field.lay(card);
  await made.run(made.reader.detect());
  card.heard.length = 0;
  made.statuses.length = 0;
  return { ...made, card };
}

const found = { ok: true, value: { found: 'felica' } };
const untouched = { resynchronised: 0, softResets: 0, reopened: 0, failures: 0, disconnections: 0 };

describe.each(['pn532', 'rcs620s'] as const)('a chip that stops answering (%s)', (kind) => {
  test('rung 1: an abort brings it back; nobody else notices', async () => {
    const { simulator, reader, run, statuses } = await ready(kind);
    simulator.hang('abort');
    expect(await run(reader.detect())).toMatchObject(found);
    expect(reader.counters).toMatchObject({ ...untouched, resynchronised: 1 });
    expect(statuses).toEqual([]);
    expect(simulator.breaches).toEqual([]);
  });

  test('rung 2: it has to be woken and set up again', async () => {
    const { simulator, reader, run, statuses } = await ready(kind);
    simulator.hang('wake-up');
    expect(await run(reader.detect())).toMatchObject(found);
    expect(reader.counters).toMatchObject({ ...untouched, resynchronised: 1, softResets: 1 });
    expect(statuses).toEqual(['recovering', 'ready']);
    expect(simulator.breaches).toEqual([]);
  });

  test('rung 3: the line itself is stuck and has to be opened again', async () => {
    const { clock, line, reader, run, statuses } = await ready(kind);
    line.faults.stall('to-host');
    const detected = reader.detect();
    await clock.advanceUntil(() => reader.counters.reopened === 1);
    line.faults.resume('to-host');
    expect(await run(detected)).toMatchObject(found);
    expect(reader.counters).toMatchObject({ ...untouched, resynchronised: 1, softResets: 1, reopened: 1 });
    expect(statuses).toEqual(['recovering', 'ready']);
  });

  test('the end: failed, said so at once to every further call, tried again slowly, and back when it answers', async () => {
    const { simulator, reader, run, statuses, until, clock } = await ready(kind);
    simulator.hang('power');
    expect(await run(reader.detect())).toMatchObject({ ok: false, error: { kind: 'reader-failed' } });
    expect(reader.counters).toMatchObject({ ...untouched, resynchronised: 1, softResets: 1, reopened: 1, failures: 1 });
    const asked = clock.now();
    expect(await run(reader.fieldOff())).toMatchObject({ ok: false, error: { kind: 'reader-failed' } });
    expect(clock.now()).toBe(asked);

    await clock.advance(3 * delays.afterFailure);
    expect(reader.counters.failures).toBeGreaterThan(1);
    simulator.powerOff();
    simulator.powerOn();
    await until('ready', 2 * delays.afterFailure);
    expect(await run(reader.detect())).toMatchObject(found);
    expect(statuses.filter((status) => status !== 'recovering')).toEqual(['failed', 'ready']);
  });

  test.each(['abort', 'wake-up', 'power'] as const)(
    'a card command is not sent again on any rung (%s)',
    async (until) => {
      const { simulator, reader, run, card } = await ready(kind);
      simulator.arm({ kind: 'stuck', moment: 'inside' }, { packet: (bytes) => bytes[1] === 0x7e });
      const answer = reader.exchange(packet(0x7e, card.idm, '01'), 30);
      await Promise.resolve();
      if (until !== 'abort') simulator.hang(until);
      const outcome = await run(answer);
      expect(outcome.ok).toBe(false);
      expect(card.heard.length).toBeLessThanOrEqual(1);
      expect(reader.status).toBe(until === 'power' ? 'failed' : 'ready');
    },
  );
});

test('a chip that lost its power is set up again without asking it twice for what it forgot', async () => {
  const { simulator, reader, run } = await ready('pn532');
  simulator.powerOff();
  simulator.powerOn();
  // Something woke it in the meantime: it answers, and refuses.
  expect(await run(reader.detect())).toMatchObject(found);
  expect(reader.counters.softResets).toBe(1);
  expect(reader.counters.reopened).toBe(0);
});

test('a chip that takes noise for the header of a long frame, and swallows every command after it, is freed', async () => {
  const { line, simulator, reader, run } = await ready('pn532');
  line.faults.inject('to-device', fromHex('0000ffff01'));
  expect(await run(reader.detect())).toMatchObject(found);
  expect(reader.counters).toMatchObject({ softResets: 1, reopened: 0 });
  expect(simulator.breaches).toEqual(['damaged-frame']);
});

test('a reader that is no reader: nothing ever answers', async () => {
  const { simulator, reader, startUntil, clock } = bench();
  simulator.powerOff();
  await startUntil('failed');
  simulator.powerOn();
  expect(await clock.advanceUntil(() => reader.status === 'ready', 2 * delays.afterFailure)).toBe(true);
});
