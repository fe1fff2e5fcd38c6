/** Between the look that saw a card and its reading the field is not switched off, where nobody was asked for a card. */
import { expect, test } from 'vitest';
import { type FlowBench, flowBench } from './bench.ts';

/** How often the reader's field has been switched off since. */
function counted({ reader: { field } }: FlowBench): { times: number } {
  const off = { times: 0 };
  field.onChange(() => {
    if (!field.isOn) off.times += 1;
  });
  return off;
}

test('a card laid on an idle machine is seen and read in one and the same field', async () => {
  const bench = await flowBench();
  await bench.see('home');
  const off = counted(bench);
  bench.lay(bench.addCard());
  await bench.see('inquiry');
  expect(off.times).toBe(0);
});

test('whoever was asked for a card is looked at once more with a field begun afresh', async () => {
  const bench = await flowBench();
  await bench.touch({ type: 'choose-job', job: 'inquiry' });
  await bench.see('lay-card');
  const off = counted(bench);
  bench.lay(bench.addCard());
  await bench.see('inquiry');
  expect(off.times).toBeGreaterThan(0);
});
