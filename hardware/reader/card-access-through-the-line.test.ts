import { describe, expect, test } from 'vitest';
import { createCardAccess } from '../card/access.ts';
import type { CardAccess, KeyedAccess } from '../card/port.ts';
import type { TransitCard } from '../card/simulator/transit.ts';
import { icoca, pointCharge } from '../card/testing/bench.ts';
import { createRigSam } from '../sam/rig-sam.ts';
import { type Bench, bench } from './testing/bench.ts';

/** Everything that ships, from the card's commands down to the bytes, and the simulated reader and card behind them. */
async function setUp(kind: 'pn532' | 'rcs620s'): Promise<Bench & { access: CardAccess; card: TransitCard }> {
  const made = bench(kind);
  await made.startUntil('ready');
  const card = icoca({ balanceYen: 1_200 });
  made.simulator.field.lay(card);
  return { ...made, card, access: createCardAccess({ reader: made.reader, sam: createRigSam() }) };
}

describe.each(['pn532', 'rcs620s'] as const)('a card through %s', (kind) => {
  test('is looked at and read', async () => {
    const { access, card, run, simulator } = await setUp(kind);
    expect(await run(access.look())).toMatchObject({
      ok: true,
      value: { on: 'transit-card', idm: card.idm, issuer: 'ICOCA' },
    });
    expect(await run(access.isPresent(card.idm))).toEqual({ ok: true, value: true });
    expect(await run(access.readOpen(card.idm))).toMatchObject({ ok: true, value: { balanceYen: 1_200 } });
    simulator.field.lift();
    expect(await run(access.isPresent(card.idm))).toEqual({ ok: true, value: false });
    expect(simulator.breaches).toEqual([]);
  });

  test('gets its points, once', async () => {
    const { access, card, run, simulator } = await setUp(kind);
    const keyed = access.keyed as KeyedAccess;
    const opened = await run(keyed.openValueSession(card.idm));
    if (!opened.ok) throw new Error(opened.error.kind);
    const session = opened.value;
    expect(await run(session.write(pointCharge(session, 500)))).toMatchObject({ kind: 'written' });
    expect(await run(session.readBack())).toMatchObject({ ok: true, value: { balanceYen: 1_700 } });
    await run(session.end());
    expect(await run(access.readOpen(card.idm))).toMatchObject({ ok: true, value: { balanceYen: 1_700 } });
    expect(simulator.breaches).toEqual([]);
  });

  test('an answer to the write that is lost is unknown, and the card has the money once', async () => {
    const { access, card, run, simulator } = await setUp(kind);
    const keyed = access.keyed as KeyedAccess;
    const opened = await run(keyed.openValueSession(card.idm));
    if (!opened.ok) throw new Error(opened.error.kind);
    simulator.arm({ kind: 'reply-lost' }, { packet: (packet) => packet[1] === 0x16 });
    expect(await run(opened.value.write(pointCharge(opened.value, 500)))).toMatchObject({ kind: 'unknown' });
    await run(opened.value.end());
    expect(await run(access.readOpen(card.idm))).toMatchObject({ ok: true, value: { balanceYen: 1_700 } });
    expect(simulator.breaches).toEqual([]);
  });
});

test('balance and history take at most 1.3 times what the bytes need on the wire and the card in the air', async () => {
  const { access, card, run, clock, traffic } = await setUp('pn532');
  let airMs = 0;
  const handle = card.handle.bind(card);
  card.handle = (packet) => {
    const answer = handle(packet);
    airMs += answer?.ms ?? 0;
    return answer;
  };
  const before = { ms: clock.now(), bytes: traffic.bytes };
  expect(await run(access.readOpen(card.idm))).toMatchObject({ ok: true });
  const wireMs = ((traffic.bytes - before.bytes) * 10_000) / 115_200;
  expect((clock.now() - before.ms) / (wireMs + airMs)).toBeLessThanOrEqual(1.3);
});
