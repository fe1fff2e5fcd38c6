import { expect, test } from 'vitest';
import { SimulatedClock } from '../clock.ts';
import { memoryLine } from '../lines/memory.ts';
import { createTower } from '../tower/driver.ts';
import { createReader } from './driver.ts';

const night = 2 * 3_600_000;

test.each([
  ['reader', createReader],
  ['tower', createTower],
] as const)(
  'a %s that stays away: the log says why, once, and again when it went away again',
  async (_name, create) => {
    const clock = new SimulatedClock();
    const line = memoryLine({ name: 'line' });
    const said: string[] = [];
    line.faults.cut();
    const device = create({ kind: 'pn532', line, clock, log: (message) => said.push(message) });
    device.start();
    await clock.advance(night);
    expect(said).toEqual([expect.stringContaining('the line line was lost (unplugged)')]);

    line.faults.heal();
    await clock.advance(2_000);
    line.faults.cut();
    await clock.advance(night);
    expect(said.filter((message) => message === said[0])).toHaveLength(2);
    expect(said.length).toBeLessThan(10);
    await device.stop();
  },
);
