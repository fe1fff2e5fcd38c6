import { describe, expect, test } from 'vitest';
import type { FieldFault } from './simulator.ts';
import { type Bench, bench } from './testing/bench.ts';
import { PlainCard, packet } from './testing/plain-card.ts';

async function ready(): Promise<Bench & { card: PlainCard }> {
  const made = bench();
  await made.startUntil('ready');
  const card = new PlainCard();
  made.simulator.field.lay(card);
  await made.run(made.reader.detect());
  card.heard.length = 0;
  return { ...made, card };
}

const isEcho = (bytes: Uint8Array): boolean => bytes[1] === 0x7e;
const other = new PlainCard({ idm: '1112131415161718' });

/** What the host learns, and what the card did; the difference between the two is what money has to live with. */
const cases: readonly (readonly [FieldFault, { answered: boolean; done: boolean; thereAfter: boolean }])[] = [
  [
    { kind: 'lift', moment: 'before' },
    { answered: false, done: false, thereAfter: false },
  ],
  [
    { kind: 'lift', moment: 'inside' },
    { answered: false, done: true, thereAfter: false },
  ],
  [
    { kind: 'lift', moment: 'after' },
    { answered: true, done: true, thereAfter: false },
  ],
  [
    { kind: 'field-lost', moment: 'inside' },
    { answered: false, done: true, thereAfter: true },
  ],
  [
    { kind: 'field-lost', moment: 'after' },
    { answered: true, done: true, thereAfter: true },
  ],
  [
    { kind: 'swap', moment: 'before', card: other },
    { answered: false, done: false, thereAfter: false },
  ],
  [
    { kind: 'swap', moment: 'inside', card: other },
    { answered: false, done: true, thereAfter: false },
  ],
  [
    { kind: 'swap', moment: 'after', card: other },
    { answered: true, done: true, thereAfter: false },
  ],
  [{ kind: 'reply-lost' }, { answered: false, done: true, thereAfter: true }],
  [{ kind: 'reply-garbled' }, { answered: false, done: true, thereAfter: true }],
  [
    { kind: 'reply-slow', ms: 60 },
    { answered: true, done: true, thereAfter: true },
  ],
  [
    { kind: 'reply-slow', ms: 5_000 },
    { answered: false, done: true, thereAfter: true },
  ],
  [
    { kind: 'stuck', moment: 'before' },
    { answered: false, done: false, thereAfter: true },
  ],
  [
    { kind: 'stuck', moment: 'inside' },
    { answered: false, done: true, thereAfter: true },
  ],
  [
    { kind: 'power-loss', moment: 'before' },
    { answered: false, done: false, thereAfter: true },
  ],
  [
    { kind: 'power-loss', moment: 'inside' },
    { answered: false, done: true, thereAfter: true },
  ],
];

describe('a fault strikes one exchange', () => {
  test.each(cases)('%o', async (fault, expected) => {
    const { simulator, reader, run, card, until } = await ready();
    simulator.arm(fault, { packet: isEcho, nth: 2 });
    expect(await run(reader.exchange(packet(0x7e, card.idm, '01'), 50))).toMatchObject({ ok: true });
    expect(await run(reader.exchange(packet(0x7e, card.idm, '02'), 50))).toMatchObject({ ok: expected.answered });
    expect(card.heard.length).toBe(expected.done ? 2 : 1);

    if (!simulator.isPowered) simulator.powerOn();
    await until('ready');
    const seen = await run(reader.detect());
    const there = seen.ok && seen.value.found === 'felica' && seen.value.card.idm === card.idm;
    expect(there).toBe(expected.thereAfter);
    expect(simulator.breaches).toEqual([]);
    simulator.field.lift();
  });

  test('an answer that was falsified without a trace comes through as it is: the layer above has to notice', async () => {
    const { simulator, reader, run, card } = await ready();
    simulator.arm({ kind: 'reply-falsified', index: 10 });
    const answer = await run(reader.exchange(packet(0x7e, card.idm, '01'), 50));
    expect(answer.ok && answer.value[10]).toBe(0xfe);
  });

  test('what is disarmed does not strike', async () => {
    const { simulator, reader, run, card } = await ready();
    simulator.arm({ kind: 'reply-lost' });
    simulator.disarm();
    expect(await run(reader.exchange(packet(0x7e, card.idm, '01'), 50))).toMatchObject({ ok: true });
  });

  test('a card that is lifted by hand while it works does not answer', async () => {
    const { simulator, reader, run, clock } = await ready();
    simulator.field.lift();
    const slow = new PlainCard({ ms: 40 });
    simulator.field.lay(slow);
    await run(reader.detect());
    const answer = reader.exchange(packet(0x7e, slow.idm, '01'), 50);
    await clock.advanceUntil(() => slow.heard.length === 1);
    simulator.field.lift(slow);
    expect(await run(answer)).toMatchObject({ ok: false, error: { kind: 'no-answer' } });
  });
});
