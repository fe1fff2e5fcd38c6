import { describe, expect, test } from 'vitest';
import { toHex } from '../bytes.ts';
import { bench } from './testing/bench.ts';
import { PlainCard, packet, typeACard } from './testing/plain-card.ts';

describe.each(['pn532', 'rcs620s'] as const)('a look at the field through %s', (kind) => {
  test('finds nothing, a transit card, another FeliCa card, each as what it is', async () => {
    const { simulator, reader, run, startUntil } = bench(kind);
    await startUntil('ready');
    expect(await run(reader.detect())).toEqual({ ok: true, value: { found: 'nothing' } });

    const icoca = new PlainCard();
    simulator.field.lay(icoca);
    const card = { idm: icoca.idm, pmm: '100b4b428485d0ff', systemCode: '0003' };
    expect(await run(reader.detect())).toEqual({ ok: true, value: { found: 'felica', card } });

    simulator.field.lift();
    simulator.field.lay(new PlainCard({ system: 0x88b4 }));
    expect(await run(reader.detect())).toMatchObject({ ok: true, value: { card: { systemCode: '88b4' } } });
    expect(simulator.breaches).toEqual([]);
  });

  test('every look takes the field away first, so that a session of before is over', async () => {
    const { simulator, reader, run, startUntil } = bench(kind);
    await startUntil('ready');
    const card = new PlainCard();
    simulator.field.lay(card);
    await run(reader.detect());
    const before = card.fieldsLost;
    await run(reader.detect());
    expect(card.fieldsLost).toBe(before + 1);
  });

  test('a packet goes to the card once, its answer comes back whole', async () => {
    const { simulator, reader, run, startUntil } = bench(kind);
    await startUntil('ready');
    const card = new PlainCard();
    simulator.field.lay(card);
    await run(reader.detect());
    card.heard.length = 0;
    const long = packet(0x7e, card.idm, '5a'.repeat(245));
    const answer = await run(reader.exchange(long, 50));
    expect(answer.ok && toHex(answer.value)).toBe(toHex(packet(0x7f, card.idm, '5a'.repeat(245))));
    expect(card.heard).toEqual([toHex(long)]);
    expect(simulator.breaches).toEqual([]);
  });

  test('a silent card is no answer, and nothing is wrong with the reader', async () => {
    const { simulator, reader, run, startUntil, statuses } = bench(kind);
    await startUntil('ready');
    simulator.field.lay(new PlainCard());
    await run(reader.detect());
    const answer = await run(reader.exchange(packet(0x04, 'ffffffffffffffff'), 10));
    expect(answer).toMatchObject({ ok: false, error: { kind: 'no-answer' } });
    expect(statuses).toEqual(['starting', 'ready']);
    expect(reader.counters.resynchronised).toBe(0);
  });

  test('a card slower than its own PMm allows for is waited for as long as was asked', async () => {
    const { simulator, reader, run, startUntil } = bench(kind);
    await startUntil('ready');
    const card = new PlainCard({ ms: 900 });
    simulator.field.lay(card);
    await run(reader.detect());
    expect(await run(reader.exchange(packet(0x04, card.idm), 950))).toMatchObject({ ok: true });
    expect(simulator.breaches).toEqual([]);
  });

  test('calls that overlap are done one after the other', async () => {
    const { simulator, reader, run, startUntil } = bench(kind);
    await startUntil('ready');
    const card = new PlainCard();
    simulator.field.lay(card);
    const request = packet(0x04, card.idm);
    const results = await run(
      Promise.all([reader.detect(), reader.exchange(request, 10), reader.fieldOff(), reader.detect(), reader.detect()]),
    );
    expect(results.map((result) => result.ok)).toEqual([true, true, true, true, true]);
    expect(simulator.breaches).toEqual([]);
  });

  test('without a look there is no card to speak to', async () => {
    const { simulator, reader, run, startUntil, commands } = bench(kind);
    await startUntil('ready');
    const card = new PlainCard();
    simulator.field.lay(card);
    const sent = commands.length;
    expect(await run(reader.exchange(packet(0x04, card.idm), 10))).toMatchObject({ error: { kind: 'no-answer' } });
    expect(commands.length).toBe(sent);
  });

  test('after a look that selected no card there is none either', async () => {
    const { simulator, reader, run, startUntil } = bench(kind);
    await startUntil('ready');
    const card = new PlainCard();
    simulator.field.lay(card);
    await run(reader.detect());
    simulator.field.lift();
    await run(reader.detect());
    simulator.field.lay(card);
    card.heard.length = 0;
    expect(await run(reader.exchange(packet(0x04, card.idm), 10))).toMatchObject({ error: { kind: 'no-answer' } });
    expect(card.heard).toEqual([]);
    expect(simulator.breaches).toEqual([]);
  });

  test('stop leaves the field off and the line closed; start begins again', async () => {
    const { simulator, reader, run, startUntil, statuses, line, clock } = bench(kind);
    await startUntil('ready');
    simulator.field.lay(new PlainCard());
    await run(reader.detect());
    await run(reader.stop());
    expect(simulator.field.isOn).toBe(false);
    expect(await run(reader.detect())).toEqual({ ok: false, error: { kind: 'reader-disconnected' } });
    await (await line.open()).close();
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
    await startUntil('ready');
    expect(statuses).toEqual(['starting', 'ready', 'stopped', 'starting', 'ready']);
    expect(await run(reader.detect())).toMatchObject({ value: { found: 'felica' } });
  });

  test('stopped and started in one breath: it is started', async () => {
    const { reader, run, startUntil, until } = bench(kind);
    await startUntil('ready');
    const stopped = reader.stop();
    reader.start();
    await run(stopped);
    await until('ready');
    expect(await run(reader.detect())).toMatchObject({ ok: true });
  });

  test('a packet whose length byte lies is a mistake of the caller', async () => {
    const { reader } = bench(kind);
    expect(() => reader.exchange(Uint8Array.of(5, 4), 10)).toThrow(RangeError);
  });
});

describe('what only a PN532 sees', () => {
  test('two cards, and a card that is no FeliCa', async () => {
    const { simulator, reader, run, startUntil } = bench();
    await startUntil('ready');
    simulator.field.lay(typeACard);
    expect(await run(reader.detect())).toEqual({ ok: true, value: { found: 'other-technology' } });
    simulator.field.lay(new PlainCard());
    expect(await run(reader.detect())).toMatchObject({ value: { found: 'felica' } });
    simulator.field.lay(new PlainCard({ idm: '1112131415161718' }));
    expect(await run(reader.detect())).toEqual({ ok: true, value: { found: 'several' } });
    expect(simulator.breaches).toEqual([]);
  });

  test('the chip is told never to repeat a card command by itself, and never to poll for ever', async () => {
    const { startUntil, commands } = bench();
    await startUntil('ready');
    expect(commands.map(toHex)).toEqual(['14010000', '02', '320100', '320400', '3205000101', '3202000b0c']);
  });

  test('staff see model and firmware', async () => {
    const { reader, startUntil } = bench();
    expect(reader.description).toBe('PN532 on line');
    await startUntil('ready');
    expect(reader.description).toBe('PN532 1.6 on line');
  });
});

test('RC-S620/S is set up with its three commands', async () => {
  const { startUntil, commands, reader } = bench('rcs620s');
  await startUntil('ready');
  expect(commands.map(toHex)).toEqual(['3202000000', '3205000000', '3281b7', '02']);
  expect(reader.description).toBe('RC-S620/S 1.48 on line');
});
