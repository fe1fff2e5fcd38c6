import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../bytes.ts';
import type { Direction } from '../lines/memory.ts';
import { delays } from './delays.ts';
import { bench } from './testing/bench.ts';
import { PlainCard, packet } from './testing/plain-card.ts';

/** A look and a card command with this damage on the line; afterwards everything has to work again by itself. */
async function withDamage(kind: 'pn532' | 'rcs620s', damage: (line: ReturnType<typeof bench>['line']) => void) {
  const { simulator, line, reader, run, startUntil, until } = bench(kind);
  await startUntil('ready');
  const card = new PlainCard();
  simulator.field.lay(card);
  await run(reader.detect());
  card.heard.length = 0;
  damage(line);

  const answer = await run(reader.exchange(packet(0x7e, card.idm, '0a0b'), 50));
  const heard = card.heard.filter((each) => each.startsWith('0c7e')).length;
  expect(heard).toBeLessThanOrEqual(1);
  if (answer.ok) {
    expect(toHex(answer.value)).toBe(toHex(packet(0x7f, card.idm, '0a0b')));
    expect(heard).toBe(1);
  }
  line.faults.clear();
  await until('ready');
  expect(await run(reader.detect())).toMatchObject({ ok: true, value: { found: 'felica' } });
  return { answer, breaches: simulator.breaches, counters: reader.counters };
}

/** Bytes of the exchange: command and answer have about 24, the ACK 6. */
const positions = Array.from({ length: 34 }, (_, index) => index);
const directions: readonly Direction[] = ['to-host', 'to-device'];

describe.each(['pn532', 'rcs620s'] as const)('one byte of an exchange is damaged (%s)', (kind) => {
  test.each(directions)('garbled, %s: a right answer or none, never twice to the card', async (direction) => {
    for (const at of positions) await withDamage(kind, (line) => line.faults.garble(direction, at, 0x5a));
  });

  test.each(directions)('lost, %s: a right answer or none, never twice to the card', async (direction) => {
    for (const at of positions) await withDamage(kind, (line) => line.faults.drop(direction, at));
  });

  test('a garbled answer is asked for again without a second command to the card', async () => {
    const { answer, counters } = await withDamage(kind, (line) => line.faults.garble('to-host', 6 + 12));
    expect(answer.ok).toBe(true);
    expect(counters).toMatchObject({ damagedFrames: 1, repeatsAsked: 1, resynchronised: 0 });
  });

  test('the simulator sees a damaged command and says so', async () => {
    const { answer, breaches } = await withDamage(kind, (line) => line.faults.garble('to-device', 12));
    expect(answer).toMatchObject({ ok: false, error: { kind: 'no-answer' } });
    expect(breaches).toContain('damaged-frame');
  });
});

test('whatever is damaged, however often: nothing hangs, nothing is sent twice, nothing wrong is believed', async () => {
  const fault = fc.record({
    direction: fc.constantFrom(...directions),
    at: fc.nat(400),
    mask: fc.integer({ min: 1, max: 255 }),
    drop: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { minLength: 1, maxLength: 12 }), async (faults) => {
      await withDamage('pn532', (line) => {
        for (const { direction, at, mask, drop } of faults) {
          if (drop) line.faults.drop(direction, at);
          else line.faults.garble(direction, at, mask);
        }
      });
    }),
    { numRuns: 60 },
  );
});

describe('the plug is pulled', () => {
  test('at any moment of a look and a card command: the reader is found again, the card heard it once at most', async () => {
    for (let ms = 0; ms < 80; ms += 2) {
      const { simulator, line, reader, run, startUntil, until, clock } = bench();
      await startUntil('ready');
      const card = new PlainCard();
      simulator.field.lay(card);
      const both = (async () => {
        await reader.detect();
        return reader.exchange(packet(0x7e, card.idm, '0a'), 50);
      })();
      await clock.advance(ms);
      line.faults.cut();
      await run(both);
      expect(card.heard.length).toBeLessThanOrEqual(1);
      await clock.advance(10 * delays.reopen);
      expect(reader.status).toBe('disconnected');
      expect(reader.counters.disconnections).toBe(1);
      line.faults.heal();
      await until('ready', 2 * delays.reopen);
      expect(await run(reader.detect())).toMatchObject({ value: { found: 'felica' } });
      await run(reader.stop());
    }
  });

  test('at any moment of the start', async () => {
    for (let ms = 0; ms < 60; ms += 1) {
      const { line, reader, until, clock } = bench();
      reader.start();
      await clock.advance(ms);
      line.faults.cut();
      await clock.advance(1);
      expect(reader.status).toBe('disconnected');
      line.faults.heal();
      await until('ready', 2 * delays.reopen);
    }
  });

  test('and stop is called meanwhile: it stays stopped', async () => {
    const { line, reader, run, startUntil, clock } = bench();
    await startUntil('ready');
    const detected = reader.detect();
    line.faults.cut();
    await run(reader.stop());
    await run(detected);
    expect(clock.pending).toBe(0);
    line.faults.heal();
    await clock.advance(60_000);
    expect(reader.status).toBe('stopped');
    expect(clock.pending).toBe(0);
  });
});
