import { describe, expect, test } from 'vitest';
import type { CardSpec } from '../../hardware/card/simulator/spec.ts';
import type { Trouble } from '../../station/contract/index.ts';
import { flowBench } from './bench.ts';

const value = { balanceYen: 1_200 };
const numbered = (kind: 'smart-icoca' | 'mobile-icoca' | 'child-icoca' | 'pass-without-sf'): CardSpec => ({
  kind,
  cardNumber: 'JW000000000000777',
  ...value,
});

/** Every card that is not a plain ICOCA has its own answer at registration. */
const cases: [string, CardSpec, Trouble][] = [
  ['a Suica', { kind: 'other-issuer', issuer: 'Suica', ...value }, { kind: 'foreign-card', issuer: 'Suica' }],
  ['a PASMO', { kind: 'other-issuer', issuer: 'PASMO', ...value }, { kind: 'foreign-card', issuer: 'PASMO' }],
  ['a card that is not FeliCa', { kind: 'type-a' }, { kind: 'not-felica' }],
  ['some other FeliCa card', { kind: 'other-felica', systemCode: 'fe00' }, { kind: 'unknown-card' }],
  ['a staff card', { kind: 'staff', staffId: 'S-1', role: 'engineer' }, { kind: 'unknown-card' }],
  [
    'a SMART ICOCA (R20)',
    numbered('smart-icoca'),
    { kind: 'registration-not-needed', cardKind: 'smart-icoca', canApply: true },
  ],
  [
    'a Mobile ICOCA (R23)',
    numbered('mobile-icoca'),
    { kind: 'registration-not-needed', cardKind: 'mobile-icoca', canApply: true },
  ],
  ['a pass without stored fare (A41)', numbered('pass-without-sf'), { kind: 'no-stored-fare' }],
];

describe('registration refuses', () => {
  test.each(cases)('%s', async (_, spec, trouble) => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.cardFrom(spec));
    expect((await bench.see('trouble')).trouble).toEqual(trouble);
    bench.lift();
    await bench.see('home', 10_000);
  });

  test('a こどもICOCA is registered like any other (A40)', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.cardFrom(numbered('child-icoca')));
    expect(await bench.see('terms')).toMatchObject({ cardKind: 'child-icoca' });
  });

  test('on a light blue machine: says so before any card is laid', async () => {
    const bench = await flowBench({ profile: 'light-blue' });
    expect(await bench.see('home')).toMatchObject({ jobs: { registration: 'not-on-this-machine' } });
    await bench.touch({ type: 'choose-job', job: 'registration' });
    await bench.seeTrouble('not-on-this-machine');
  });
});

describe('point charge refuses', () => {
  test('a pass without stored fare (A41)', async () => {
    const bench = await flowBench();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(bench.cardFrom(numbered('pass-without-sf')));
    await bench.seeTrouble('no-stored-fare');
  });

  test('a Suica, and takes an ICOCA right after it', async () => {
    const bench = await flowBench();
    const suica = bench.cardFrom({ kind: 'other-issuer', issuer: 'Suica', ...value });
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(suica);
    await bench.seeTrouble('foreign-card');
    bench.lift();
    bench.lay(bench.addCard());
    await bench.touch({ type: 'continue' });
    await bench.see('choose-amount');
  });
});

describe('several cards', () => {
  test('the machine asks for one, and goes on as soon as one is left', async () => {
    const bench = await flowBench();
    const [one, other] = [bench.addCard(), bench.addCard()];
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(one);
    bench.lay(other);
    await bench.wait(1_500);
    expect(bench.screen.body).toEqual({ id: 'lay-card', job: 'point-charge', again: 'several-cards' });
    bench.lift(other);
    await bench.see('choose-amount');
  });
});
