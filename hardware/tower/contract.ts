import { type Clock, delay } from '../clock.ts';
import { type ContractCheck, expected, needed } from '../contract/check.ts';
import type { Line } from '../stream.ts';
import { type Lamp, looks, type Tier, tiers } from './codec.ts';
import { createTower } from './driver.ts';
import type { SignalTower, TowerPart } from './port.ts';

export interface TowerUnderTest {
  readonly line: Line;
  readonly clock: Clock;
  /** What its lamps show, where somebody knows; a real tower says nothing back, a person looks. */
  readonly lamps: (() => Readonly<Record<Tier, Lamp>>) | null;
  /** How long each part is left on, for a person to look. Milliseconds. */
  readonly lookMs: number;
  run<Value>(promise: Promise<Value>): Promise<Value>;
}

async function withTower(subject: TowerUnderTest, use: (tower: SignalTower) => Promise<void>): Promise<string> {
  const tower = createTower(subject);
  tower.start();
  try {
    const status = await subject.run(tower.tryNow());
    expected(status === 'ready', `it is ${status}`);
    await use(tower);
  } finally {
    await subject.run(tower.stop());
  }
  return subject.lamps ? '' : 'it took the reports; whether they were right, only eyes can say';
}

async function tried({ run, clock, lookMs }: TowerUnderTest, tower: SignalTower, part: TowerPart): Promise<void> {
  needed(await run(tower.test(part)), part);
  await run(delay(clock, lookMs));
}

function seen({ lamps }: TowerUnderTest): string {
  return JSON.stringify(lamps?.());
}

/** What a signal tower has to do for our driver. */
export const towerContract: readonly ContractCheck<TowerUnderTest>[] = [
  {
    does: 'lights red, yellow, green, blue, white, each alone',
    look: (subject) =>
      withTower(subject, async (tower) => {
        for (const tier of tiers) {
          await tried(subject, tower, tier);
          const lit = subject.lamps && tiers.filter((each) => subject.lamps?.()[each] !== 'off').join(', ');
          expected(lit === null || lit === tier, `with ${tier} told, it lights ${lit}`);
        }
      }),
  },
  {
    does: 'sounds its buzzer three times',
    look: (subject) => withTower(subject, (tower) => tried(subject, tower, 'buzzer')),
  },
  {
    does: 'shows "in service" and is dark when it is stopped',
    async look(subject) {
      const remark = await withTower(subject, async (tower) => {
        tower.show('in-service');
        await subject.run(delay(subject.clock, subject.lookMs));
        const { buzzer: _, ...lamps } = looks['in-service'];
        expected(subject.lamps === null || seen(subject) === JSON.stringify(lamps), `it shows ${seen(subject)}`);
      });
      const dark = subject.lamps === null || tiers.every((tier) => subject.lamps?.()[tier] === 'off');
      expected(dark, `stopped, it shows ${seen(subject)}`);
      return remark;
    },
  },
];
