import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../bytes.ts';
import { createCardAccess } from '../card/access.ts';
import { simulatedTransitCard } from '../card/simulator/spec.ts';
import { SimulatedClock } from '../clock.ts';
import { memoryLine } from '../lines/memory.ts';
import { createRigSam } from '../sam/rig-sam.ts';
import { delays } from './delays.ts';
import { createReader } from './driver.ts';
import { createNeo2Simulator } from './neo2-simulator.ts';
import { type Bench, bench } from './testing/bench.ts';
import { PlainCard, packet, typeACard } from './testing/plain-card.ts';

const read = '01 8b00 01 8000';
const write = '01 0900 01 8000';

async function ready(): Promise<Bench & { card: PlainCard }> {
  const made = bench('neo2');
  await made.startUntil('ready');
  const card = new PlainCard();
  made.simulator.field.lay(card);
  await made.run(made.reader.detect());
  card.heard.length = 0;
  made.statuses.length = 0;
  made.commands.length = 0;
  return { ...made, card };
}

const found = { ok: true, value: { found: 'felica' } };

describe('a look at the field', () => {
  test('nothing, a transit card, a Lite-S, another technology', async () => {
    const { simulator, reader, run, startUntil } = bench('neo2');
    await startUntil('ready');
    expect(reader.description).toBe('NEO 2 on line');
    expect(await run(reader.detect())).toEqual({ ok: true, value: { found: 'nothing' } });
    for (const [system, systemCode] of [
      [0x0003, '0003'],
      [0x88b4, '88b4'],
    ] as const) {
      simulator.field.lift();
      simulator.field.lay(new PlainCard({ system }));
      expect(await run(reader.detect())).toMatchObject({ value: { found: 'felica', card: { systemCode } } });
    }
    simulator.field.lift();
    simulator.field.lay(typeACard);
    expect(await run(reader.detect())).toEqual({ ok: true, value: { found: 'other-technology' } });
    expect(simulator.breaches).toEqual([]);
  });

  test('a card laid while it looks is found', async () => {
    const { clock, simulator, reader, run, startUntil } = bench('neo2');
    await startUntil('ready');
    const look = reader.detect();
    await clock.advance(300);
    simulator.field.lay(new PlainCard());
    expect(await run(look)).toMatchObject(found);
  });

  test('takes the field away first, so that a session of before is over', async () => {
    const { card, reader, run } = await ready();
    const before = card.fieldsLost;
    await run(reader.detect());
    expect(card.fieldsLost).toBe(before + 1);
  });
});

describe('a packet', () => {
  test('goes to the card once, whole, and the answer comes back as a packet, with or without its length byte', async () => {
    for (const answersWithLength of [false, true]) {
      const clock = new SimulatedClock();
      const line = memoryLine();
      const simulator = createNeo2Simulator({ stream: line.device, clock, timeScale: 0, answersWithLength });
      const reader = createReader({ kind: 'neo2', line, clock });
      const card = new PlainCard();
      simulator.field.lay(card);
      reader.start();
      const look = reader.detect();
      await clock.advance(delays.fieldOff);
      expect(await look).toMatchObject(found);
      card.heard.length = 0;
      const answer = await reader.exchange(packet(0x06, card.idm, read), 20);
      expect(answer.ok && toHex(answer.value)).toBe(`1d07${card.idm}000001${'00'.repeat(16)}`);
      expect(card.heard).toEqual([toHex(packet(0x06, card.idm, read))]);
    }
  });

  test('for another card, or of a command that is not carried, is not sent at all', async () => {
    const { card, commands, reader, run } = await ready();
    for (const request of [packet(0x08, 'ffffffffffffffff', write), packet(0x04, card.idm), packet(0x10, card.idm)]) {
      expect(await run(reader.exchange(request, 20))).toMatchObject({ error: { kind: 'no-answer' } });
    }
    expect(commands).toEqual([]);
    expect(card.heard).toEqual([]);
  });

  test('a card that was exchanged for another one does not get it', async () => {
    const { card, simulator, reader, run } = await ready();
    const other = new PlainCard({ idm: '0807060504030201' });
    simulator.field.lift();
    simulator.field.lay(other);
    expect(await run(reader.exchange(packet(0x08, card.idm, write), 20))).toMatchObject({
      error: { kind: 'no-answer' },
    });
    expect(other.heard).toEqual([]);
  });

  test.each(['before', 'inside'] as const)(
    'lifted %s: no answer, and nothing is wrong with the reader',
    async (moment) => {
      const { card, simulator, reader, run, statuses } = await ready();
      simulator.arm({ kind: 'lift', moment }, { packet: (bytes) => bytes[1] === 0x06 });
      expect(await run(reader.exchange(packet(0x06, card.idm, read), 20))).toMatchObject({
        error: { kind: 'no-answer' },
      });
      expect(statuses).toEqual([]);
    },
  );
});

describe('the ladder', () => {
  const untouched = { resynchronised: 0, softResets: 0, reopened: 0, failures: 0, disconnections: 0 };

  test('rung 1: a ping brings it back; nobody else notices', async () => {
    const { simulator, reader, run, statuses } = await ready();
    simulator.hang('abort');
    const faulty = reader.exchange(packet(0x06, '0102030405060708', read), 20);
    // The reader was silent to the exchange; the ping on rung 1 wakes it.
    expect(await run(faulty)).toMatchObject({ error: { kind: 'no-answer' } });
    expect(reader.counters).toMatchObject({ ...untouched, resynchronised: 1 });
    expect(statuses).toEqual([]);
    expect(await run(reader.detect())).toMatchObject(found);
  });

  test('rung 2: set up again', async () => {
    const { simulator, reader, run, statuses, card } = await ready();
    simulator.hang('wake-up');
    expect(await run(reader.exchange(packet(0x06, card.idm, read), 20))).toMatchObject({
      error: { kind: 'no-answer' },
    });
    expect(reader.counters).toMatchObject({ ...untouched, resynchronised: 1, softResets: 1 });
    expect(statuses).toEqual(['recovering', 'ready']);
    expect(await run(reader.detect())).toMatchObject(found);
  });

  test('rung 3: opened again', async () => {
    const { clock, line, reader, run } = await ready();
    line.faults.stall('to-host');
    const detected = reader.detect();
    await clock.advanceUntil(() => reader.counters.reopened === 1);
    line.faults.resume('to-host');
    expect(await run(detected)).toMatchObject(found);
    expect(reader.counters).toMatchObject({ ...untouched, resynchronised: 1, softResets: 1, reopened: 1 });
  });

  test('the end: failed, tried again slowly, back when it answers', async () => {
    const { simulator, reader, run, until } = await ready();
    simulator.hang('power');
    expect(await run(reader.detect())).toMatchObject({ error: { kind: 'reader-failed' } });
    expect(reader.counters.failures).toBe(1);
    simulator.powerOff();
    simulator.powerOn();
    await until('ready', 2 * delays.afterFailure);
    expect(await run(reader.detect())).toMatchObject(found);
  });

  test('a write is not sent again on any rung', async () => {
    for (const until of ['abort', 'wake-up', 'power'] as const) {
      const { card, simulator, reader, run } = await ready();
      simulator.arm({ kind: 'stuck', moment: 'inside' }, { packet: (bytes) => bytes[1] === 0x08 });
      const answer = reader.exchange(packet(0x08, card.idm, `${write}${'00'.repeat(16)}`), 30);
      await Promise.resolve();
      if (until !== 'abort') simulator.hang(until);
      expect(await run(answer)).toMatchObject({ ok: false });
      expect(card.heard.filter((heard) => heard.slice(2, 4) === '08').length).toBeLessThanOrEqual(1);
    }
  });

  test('a reader that lost its power is set up again', async () => {
    const { card, simulator, reader, run } = await ready();
    simulator.powerOff();
    simulator.powerOn();
    expect(await run(reader.exchange(packet(0x06, card.idm, read), 20))).toMatchObject({
      error: { kind: 'no-answer' },
    });
    expect(reader.counters).toMatchObject({ resynchronised: 0, softResets: 1 });
    expect(reader.status).toBe('ready');
  });
});

test('unplugged at any moment of a look and plugged in again: found without a restart', async () => {
  for (let at = 0; at <= 60; at += 3) {
    const { clock, line, simulator, reader, run, until } = await ready();
    const look = reader.detect();
    await clock.advance(at);
    line.faults.cut();
    simulator.powerOff();
    await run(look);
    expect(reader.status).toBe('disconnected');
    line.faults.heal();
    simulator.powerOn();
    await until('ready');
    expect(await run(reader.detect())).toMatchObject(found);
  }
});

test('whatever a line does to the reports, calls end and the reader is found again', async () => {
  const fault = fc.record({
    kind: fc.constantFrom('garble', 'drop', 'inject'),
    to: fc.constantFrom('to-host' as const, 'to-device' as const),
    after: fc.integer({ min: 0, max: 1_500 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 4 }), async (faults) => {
      const { card, line, reader, run, until } = await ready();
      for (const { kind, to, after, bytes } of faults) {
        if (kind === 'garble') line.faults.garble(to, after, bytes[0]);
        else if (kind === 'drop') line.faults.drop(to, after, bytes.length);
        else line.faults.inject(to, bytes);
      }
      await run(reader.detect(), 120_000);
      await run(reader.exchange(packet(0x06, card.idm, read), 20), 120_000);
      line.faults.clear();
      await until('ready', 120_000);
      expect(await run(reader.detect(), 120_000)).toMatchObject(found);
    }),
    { numRuns: 60 },
  );
});

test('a card behind it: balance and history, presence, and no keys even where there is a SAM', async () => {
  const { simulator, reader, run, startUntil } = bench('neo2');
  await startUntil('ready');
  const history = Array.from({ length: 20 }, () => '0802000018d701070000480d00001e00');
  const card = simulatedTransitCard({ kind: 'icoca', cardNumber: 'JW123456789012345', balanceYen: 2300, history });
  simulator.field.lay(card);
  const access = createCardAccess({ reader, sam: createRigSam() });
  expect(access.keyed).toBeNull();
  const sighting = await run(access.look());
  if (!sighting.ok || sighting.value.on !== 'transit-card') throw new Error(JSON.stringify(sighting));
  expect(sighting.value.issuer).toBe('ICOCA');
  const open = await run(access.readOpen(sighting.value.idm));
  expect(open).toMatchObject({ ok: true, value: { balanceYen: 2300 } });
  expect(open.ok && open.value.history.length).toBe(20);
  expect(await run(access.isPresent(sighting.value.idm))).toEqual({ ok: true, value: true });
  simulator.field.lift();
  expect(await run(access.isPresent(sighting.value.idm))).toEqual({ ok: true, value: false });
  expect(simulator.breaches).toEqual([]);
});
