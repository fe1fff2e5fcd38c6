import { describe, expect, test } from 'vitest';
import { flowBench } from './bench.ts';

describe('inquiry', () => {
  test('balance, history and account; ends when the card is taken', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ balanceYen: 1_200, points: 5_000 });
    await bench.touch({ type: 'choose-job', job: 'inquiry' });
    bench.lay(card);
    const shown = await bench.see('inquiry');
    expect(shown).toMatchObject({ balanceYen: 1_200, accountState: 'shown', account: { points: 5_000 } });
    expect(shown.history).toHaveLength(1);
    await bench.touch({ type: 'print-history' });
    await bench.see('printing');
    await bench.see('inquiry');
    expect(bench.printer.paper).toHaveLength(1);
    bench.lift();
    await bench.see('goodbye');
    expect(bench.memory()).not.toContain(card.cardNumber);
    await bench.see('home');
  });

  test('a card laid on the idle machine shows its balance, and the charge goes on with it', async () => {
    const bench = await flowBench();
    const card = bench.addCard({ balanceYen: 0, points: 100 });
    bench.lay(card);
    await bench.see('inquiry');
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    expect(await bench.see('choose-amount')).toMatchObject({ chargeable: 100 });
  });

  test.each([
    { what: 'fewer points than one charge takes', balanceYen: 1_200, points: 9, next: null },
    { what: 'a card that is full', balanceYen: 20_000, points: 100, next: null },
    { what: 'points and room for them', balanceYen: 1_200, points: 10, next: 'point-charge' },
  ] as const)('a charge is offered where one could be made: $what', async ({ balanceYen, points, next }) => {
    const bench = await flowBench();
    bench.lay(bench.addCard({ balanceYen, points }));
    expect(await bench.see('inquiry')).toMatchObject({ goesOnWith: next });
    expect(bench.screen.accepts.includes('choose-job')).toBe(next !== null);
  });

  test('and what it is, is asked once: a passenger waits for every look', async () => {
    const asked: Uint8Array[] = [];
    const bench = await flowBench({ onPacket: (packet) => asked.push(packet) });
    const card = bench.addCard({ balanceYen: 1_200, points: 100 });
    await bench.wait(2_000);
    asked.length = 0;
    bench.lay(card);
    await bench.see('inquiry');
    // Request Service (docs/facts/felica.md §3.1): which services it has.
    expect(asked.filter((packet) => packet[1] === 0x02)).toHaveLength(1);
  });

  test('a card that was left behind does not begin anything', async () => {
    const bench = await flowBench();
    const card = bench.addCard();
    bench.lay(card);
    await bench.see('inquiry');
    await bench.touch({ type: 'cancel' });
    await bench.see('goodbye');
    await bench.see('home', 60_000);
    await bench.wait(60_000);
    expect(bench.screen.body.id).toBe('home');
    bench.lift();
    await bench.wait(2_000);
    bench.lay(card);
    await bench.see('inquiry');
  });

  test('without the center: balance and history all the same', async () => {
    const bench = await flowBench();
    const card = bench.addCard();
    bench.world.killCenter();
    bench.lay(card);
    expect(await bench.see('inquiry')).toMatchObject({
      accountState: 'center-unreachable',
      account: null,
      balanceYen: 1_200,
    });
  });

  test('without a SAM: balance and history only', async () => {
    const bench = await flowBench({ sam: 'none' });
    expect(await bench.see('home')).toMatchObject({
      jobs: { registration: 'not-on-this-machine', 'point-charge': 'not-on-this-machine', inquiry: 'available' },
    });
    bench.lay(bench.addCard());
    expect(await bench.see('inquiry')).toMatchObject({ accountState: 'no-sam', cardTail: null, balanceYen: 1_200 });
  });

  test('a card that was never registered says so', async () => {
    const bench = await flowBench();
    bench.lay(bench.addCard({ registered: false, points: 0 }));
    expect(await bench.see('inquiry')).toMatchObject({
      accountState: 'unregistered',
      registration: 'available',
      goesOnWith: 'registration',
      account: null,
    });
  });

  test('on a light blue machine it is not offered the registration that it cannot have there (R21)', async () => {
    const bench = await flowBench({ profile: 'light-blue' });
    bench.lay(bench.addCard({ registered: false, points: 0 }));
    expect(await bench.see('inquiry')).toMatchObject({
      accountState: 'unregistered',
      registration: 'not-on-this-machine',
    });
  });

  test.each([
    ['mobile-icoca', '2023-03-21', 'mobile-not-started'],
    ['pass-without-sf', '2023-04-10', 'no-stored-fare'],
  ] as const)('a %s on %s: %s, and no registration is offered (R22, A41)', async (kind, today, accountState) => {
    const bench = await flowBench({ today });
    bench.lay(bench.cardFrom({ kind, cardNumber: 'JW990000000000013', balanceYen: 500, updateNumber: 1 }));
    expect(await bench.see('inquiry')).toMatchObject({ accountState, account: null, registration: null });
  });

  test('stations are shown by name, and one that is not in the table not by its code', async () => {
    const bench = await flowBench();
    const ride = { date: '2023-04-08', terminal: 22, process: 1, gate: 2, balanceYen: 1_000 } as const;
    const card = bench.cardFrom({
      kind: 'icoca',
      cardNumber: 'JW990000000000011',
      balanceYen: 1_000,
      updateNumber: 4,
      history: [
        { ...ride, entry: '01e8', exit: '01e2', sequence: 4 },
        { ...ride, entry: '8503', exit: '01dd', sequence: 2 },
      ],
    });
    bench.lay(card);
    expect((await bench.see('inquiry')).history).toMatchObject([
      { entry: { ja: '大阪', en: 'Osaka' }, exit: { ja: '吹田', en: 'Suita' } },
      { entry: null, exit: { ja: '茨木', en: 'Ibaraki' } },
    ]);
  });

  test.each(['smart-icoca', 'mobile-icoca'] as const)('a %s is not told to register: it needs none', async (kind) => {
    const bench = await flowBench();
    bench.lay(bench.cardFrom({ kind, cardNumber: 'JW990000000000012', balanceYen: 500, updateNumber: 1 }));
    expect(await bench.see('inquiry')).toMatchObject({
      accountState: 'shown',
      account: { points: 0 },
      registration: null,
    });
  });
});
