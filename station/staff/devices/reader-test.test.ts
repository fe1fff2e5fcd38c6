import { describe, expect, test } from 'vitest';
import { createCardAccess } from '../../../hardware/card/access.ts';
import { type CardSpec, simulatedCardFrom } from '../../../hardware/card/simulator/spec.ts';
import type { FieldCard } from '../../../hardware/reader/field.ts';
import { bench as readerBench } from '../../../hardware/reader/testing/bench.ts';
import { createRigSam } from '../../../hardware/sam/rig-sam.ts';
import { testReader } from './reader-test.ts';

async function tested(cards: readonly FieldCard[]) {
  const bench = readerBench('pn532');
  await bench.startUntil('ready');
  for (const card of cards) bench.simulator.field.lay(card);
  const access = createCardAccess({ reader: bench.reader, sam: createRigSam() });
  return { ...(await bench.run(testReader(access, bench.clock))), bench };
}
const from = (spec: CardSpec) => simulatedCardFrom(spec);
const icoca = () => from({ kind: 'icoca', cardNumber: 'JW000000000000042', balanceYen: 1_480 });

describe('any card on the reader', () => {
  test('an ICOCA: its kind, its balance, and how long each answer took', async () => {
    const { card, steps, bench } = await tested([icoca()]);
    expect(card).toEqual({
      kind: 'transit',
      issuer: 'ICOCA',
      cardKind: 'icoca',
      cardTail: '0042',
      balanceYen: 1_480,
      records: 1,
    });
    expect(steps.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['look', 'answered'],
      ['issue', 'answered'],
      ['balance', 'answered'],
      ['presence', 'answered'],
    ]);
    for (const { ms } of steps) expect(ms).toBeGreaterThan(0);
    const sum = steps.reduce((total, { ms }) => total + ms, 0);
    expect(sum).toBeLessThanOrEqual(bench.clock.now());
    expect(bench.simulator.breaches).toEqual([]);
  });

  test('nothing, and two cards', async () => {
    expect(await tested([])).toMatchObject({ card: { kind: 'none' }, steps: [{ step: 'look', outcome: 'answered' }] });
    expect(
      await tested([icoca(), from({ kind: 'icoca', cardNumber: 'JW000000000000043', balanceYen: 0 })]),
    ).toMatchObject({ card: { kind: 'several' } });
  });

  test.each<[string, CardSpec, object]>([
    [
      'a Suica',
      { kind: 'other-issuer', issuer: 'Suica', balanceYen: 900 },
      { kind: 'transit', issuer: 'Suica', cardKind: null, cardTail: null, balanceYen: 900 },
    ],
    ['a card that is not FeliCa', { kind: 'type-a' }, { kind: 'not-felica' }],
    ['a FeliCa card of some other system', { kind: 'other-felica', systemCode: 'fe00' }, { systemCode: 'fe00' }],
    ['a staff card', { kind: 'staff', staffId: 'S0001', role: 'attendant' }, { kind: 'staff' }],
  ])('%s: what it is, and no fault', async (_, spec, expected) => {
    const { card, steps } = await tested([from(spec)]);
    expect(card).toMatchObject(expected);
    expect(steps.filter(({ outcome }) => outcome !== 'answered' && outcome !== 'not-on-this-card')).toEqual([]);
  });
});

test('without a SAM the balance is read all the same', async () => {
  const bench = readerBench('pn532');
  await bench.startUntil('ready');
  bench.simulator.field.lay(icoca());
  const result = await bench.run(testReader(createCardAccess({ reader: bench.reader, sam: null }), bench.clock));
  expect(result.card).toMatchObject({ balanceYen: 1_480, cardTail: null });
  expect(result.steps.map(({ outcome }) => outcome)).toEqual(['answered', 'no-keys', 'answered', 'answered']);
});

test('a dead reader says so, with the time it took to give up', async () => {
  const bench = readerBench('pn532');
  await bench.startUntil('ready');
  bench.simulator.hang('power');
  const result = await bench.run(testReader(createCardAccess({ reader: bench.reader, sam: null }), bench.clock));
  expect(result).toMatchObject({ card: { kind: 'none' }, steps: [{ step: 'look', outcome: 'reader-failed' }] });
  expect(result.steps[0]?.ms).toBeGreaterThan(100);
});

test('a card that is lifted in the middle: what it answered until then, and no answer after', async () => {
  const bench = readerBench('pn532');
  await bench.startUntil('ready');
  const card = icoca();
  bench.simulator.field.lay(card);
  const testing = testReader(createCardAccess({ reader: bench.reader, sam: createRigSam() }), bench.clock);
  await bench.clock.advance(120);
  bench.simulator.field.lift(card);
  const { steps } = await bench.run(testing);
  expect(steps[0]).toMatchObject({ step: 'look', outcome: 'answered' });
  expect(steps.at(-1)).toMatchObject({ step: 'presence', outcome: 'no-answer' });
});
