import { expect, test } from 'vitest';
import { contractTests } from '../contract/as-tests.ts';
import { readerContract } from './contract.ts';
import { bench } from './testing/bench.ts';
import { PlainCard } from './testing/plain-card.ts';

for (const [model, kind] of [
  ['pn532', 'pn532'],
  ['rcs620s', 'rcs620s'],
  ['pn532', 'probe'],
  ['rcs620s', 'probe'],
  ['neo2', 'neo2'],
] as const) {
  contractTests(`a reader: ${kind} at a simulated ${model} in memory`, readerContract, () => {
    const made = bench(model, kind);
    made.simulator.field.lay(new PlainCard());
    return made;
  });
}

test('bytes one at a time make no difference', async () => {
  const { simulator, reader, run, startUntil } = bench('pn532', 'pn532', { chunk: () => 1 });
  await startUntil('ready');
  simulator.field.lay(new PlainCard());
  expect(await run(reader.detect())).toMatchObject({ ok: true, value: { found: 'felica' } });
  expect(simulator.breaches).toEqual([]);
});

test('probing names what it found', async () => {
  const pn532 = bench('pn532', 'probe');
  expect(pn532.reader.description).toBe('PN532 or RC-S620/S on line');
  await pn532.startUntil('ready');
  expect(pn532.reader.description).toBe('PN532 1.6 on line');
  const sony = bench('rcs620s', 'probe');
  await sony.startUntil('ready');
  expect(sony.reader.description).toBe('RC-S620/S 1.48 on line');
});
