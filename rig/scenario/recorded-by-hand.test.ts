import { expect, onTestFinished, test } from 'vitest';
import type { IcocaSpec } from '../../hardware/card/simulator/spec.ts';
import type { Intent } from '../../station/contract/index.ts';
import { createWorld } from '../torture/world.ts';
import { RigMachine } from './machine.ts';
import { play } from './play.ts';
import { scenarioFrom } from './read.ts';
import { Recorder } from './record.ts';

const spec: IcocaSpec = { kind: 'icoca', cardNumber: 'JW000000000000009', balanceYen: 1_200 };

/** A hand at the panel of a machine that is being recorded. */
async function recorded() {
  const world = createWorld();
  const machine = new RigMachine({ world });
  const recorder = new Recorder({
    profile: 'navy',
    businessDate: '2023-04-10',
    specOf: (name) => (name === 'mine' ? spec : null),
  });
  onTestFinished(async () => {
    await machine.close();
    await world.remove();
  });
  const card = world.addCard({ spec, points: 3_000 });
  await machine.start();
  machine.station.onScreen((screen) => recorder.saw(screen));
  recorder.saw(machine.screen);
  const touch = async (intent: Intent) => {
    recorder.touched(intent);
    await machine.touch(intent);
  };
  const lay = () => {
    recorder.did({ do: 'lay', card: 'mine' });
    machine.lay(card);
  };
  return { machine, recorder, touch, lay, card };
}

const noHand = async () => {
  throw new Error('a recording touches by id');
};

test('a charge with trouble, recorded by hand, can be played again', async () => {
  const { machine, recorder, touch, lay } = await recorded();
  await touch({ type: 'choose-job', job: 'point-charge' });
  lay();
  await machine.see('choose-amount');
  await touch({ type: 'choose-amount', points: 500 });
  recorder.did({ do: 'arm-fault', fault: 'lifted-after-write' });
  machine.reader.arm({ kind: 'lift', moment: 'inside' }, { packet: (packet) => packet[1] === 0x16 });
  await touch({ type: 'confirm' });
  await machine.see('lay-same-card');
  lay();
  await machine.see('charged');
  recorder.did({ do: 'speed' });
  await touch({ type: 'receipt', wanted: true });
  await machine.see('goodbye');

  const yaml = recorder.scenario('Recorded');
  expect(yaml).toContain('# not in this scenario: {"do":"speed"}');
  const read = scenarioFrom('recorded.yaml', yaml);
  if (!read.ok) throw new Error(read.error);
  expect(read.value.cards.mine).toMatchObject({ spec, points: 3_000, registered: '2023-01-09' });
  expect(read.value.scenario.steps).toContainEqual({ see: 'lay-same-card' });
  const played = await play(read.value, {
    seed: 1,
    hand: async (replayed) => ({
      touch: async (what) => {
        if (typeof what === 'string') return noHand();
        const { id: type, ...fields } = what;
        await replayed.touch({ type, ...fields } as Intent);
      },
      press: noHand,
      reload: noHand,
      picture: async () => null,
      close: async () => {},
    }),
  });
  expect(played.failure).toBeNull();
});

test('a card that is not there, and devices that were touched', async () => {
  const { recorder } = await recorded();
  recorder.did({ do: 'lay', card: 'theirs' });
  recorder.did({ do: 'printer', action: 'paper-out' });
  recorder.did({ do: 'printer', action: 'eat-paper' });
  recorder.did({ do: 'station', action: 'kill' });
  const yaml = recorder.scenario('Recorded');
  const read = scenarioFrom('recorded.yaml', yaml);
  if (!read.ok) throw new Error(read.error);
  expect(read.value.scenario.steps).toEqual([
    { see: 'home' },
    { printer: 'paper-out' },
    { see: 'home' },
    { station: 'kill' },
    { station: 'start' },
    { see: 'home' },
  ]);
  expect(yaml.match(/# not in this scenario/g)).toHaveLength(2);
});
