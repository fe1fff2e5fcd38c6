import { expect, test } from 'vitest';
import { assign, createActor, setup } from 'xstate';
import { type BenchView, mayShowBench, watchingStates } from './bench-view.ts';

test('the states of a machine and its children are told once a moment, only when they change', async () => {
  const child = setup({}).createMachine({
    id: 'child',
    initial: 'looking',
    states: { looking: { on: { found: 'reading' } }, reading: {} },
  });
  const parent = setup({ actors: { child } }).createMachine({
    id: 'parent',
    context: { touched: 0 },
    initial: 'idle',
    on: { touched: { actions: assign({ touched: () => 1 }) } },
    states: {
      idle: { on: { begin: 'job' } },
      job: { initial: 'inside', states: { inside: { invoke: { src: 'child', id: 'child' } } } },
    },
  });
  const told: BenchView[] = [];
  const actor = createActor(parent, { inspect: watchingStates((view) => told.push(view)) }).start();
  await Promise.resolve();
  actor.send({ type: 'touched' });
  await Promise.resolve();
  actor.send({ type: 'begin' });
  actor.getSnapshot().children.child?.send({ type: 'found' });
  await Promise.resolve();
  expect(told).toEqual([
    { kind: 'states', event: 'xstate.init', machines: [{ machine: 'parent', states: ['idle'] }] },
    {
      kind: 'states',
      event: 'found',
      machines: [
        { machine: 'parent', states: ['job.inside'] },
        { machine: 'child', states: ['reading'] },
      ],
    },
  ]);
});

test('a machine in service shows nothing of its inside, even where it is asked to', () => {
  expect(mayShowBench('service', '1')).toBe(false);
  expect(mayShowBench('rig', undefined)).toBe(false);
  expect(mayShowBench('rig', '1')).toBe(true);
});
