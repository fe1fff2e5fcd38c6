/** The campaign ends on 2023-05-31 as known (R1, R2). The points service goes on; nothing promises an application any more. */
import { describe, expect, test } from 'vitest';
import type { CardKind } from '../../center/contract/index.ts';
import { type FlowBench, flowBench } from './bench.ts';

const LAST_DAY = '2023-05-31';
const AFTER = '2023-06-15';

async function register(bench: FlowBench, card: Parameters<FlowBench['lay']>[0]): Promise<void> {
  await bench.touch({ type: 'choose-job', job: 'registration' });
  bench.lay(card);
}

function without(bench: FlowBench, kind: CardKind) {
  return bench.cardFrom({ kind, cardNumber: 'JW990000000000021', balanceYen: 500, updateNumber: 1 });
}

describe.each([LAST_DAY, AFTER])('on %s', (today) => {
  test('a card is registered, and told before and after that it is too late to apply', async () => {
    const bench = await flowBench({ today });
    await register(bench, bench.addCard({ registered: false, points: 0 }));
    expect(await bench.see('terms')).toMatchObject({ earliestApplicationOn: null });
    await bench.touch({ type: 'agree-to-terms' });
    expect(await bench.see('registered')).toMatchObject({
      already: false,
      registeredOn: today,
      earliestApplicationOn: null,
      canApplyToday: false,
    });
    await bench.touch({ type: 'receipt', wanted: true });
    await bench.see('goodbye');
    expect(bench.printer.paper).toHaveLength(1);
  });
});

test.each([
  ['the day before', '2023-05-30', { earliestApplicationOn: LAST_DAY, canApplyToday: false }],
  ['long ago, on the last day', LAST_DAY, { earliestApplicationOn: LAST_DAY, canApplyToday: true }],
  ['long ago, after it', AFTER, { earliestApplicationOn: null, canApplyToday: false }],
])('registered %s: what is said about applying', async (when, today, told) => {
  const bench = await flowBench({ today });
  await register(bench, bench.addCard({ registered: when !== 'the day before', points: 0 }));
  if (when === 'the day before') {
    await bench.see('terms');
    await bench.touch({ type: 'agree-to-terms' });
  }
  expect(await bench.see('registered')).toMatchObject(told);
});

test.each([
  [LAST_DAY, false],
  [AFTER, true],
])('home and notice on %s: ended is %s', async (today, ended) => {
  const bench = await flowBench({ today });
  expect(await bench.see('home')).toMatchObject({
    jobs: { registration: 'available', 'point-charge': 'available' },
    campaign: { endsOn: LAST_DAY, ended },
  });
  await bench.touch({ type: 'show-notice' });
  expect(await bench.see('notice')).toMatchObject({ campaign: { endsOn: LAST_DAY, ended } });
});

describe.each(['smart-icoca', 'mobile-icoca'] as const)('a %s needs no registration', (cardKind) => {
  test.each([
    [LAST_DAY, true],
    [AFTER, false],
  ])('on %s: may apply is %s', async (today, canApply) => {
    const bench = await flowBench({ today });
    await register(bench, without(bench, cardKind));
    expect((await bench.see('trouble')).trouble).toEqual({ kind: 'registration-not-needed', cardKind, canApply });
  });
});
