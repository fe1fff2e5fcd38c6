import { expect, test } from 'vitest';
import { SimulatedClock } from '../clock.ts';
import { memoryLine } from '../lines/memory.ts';
import { tiers } from './codec.ts';
import { delays } from './delays.ts';
import { createTower } from './driver.ts';
import { createTowerSimulator } from './simulator.ts';

function bench() {
  const clock = new SimulatedClock();
  const line = memoryLine({ name: 'hid:191a:8003' });
  const simulator = createTowerSimulator(line.device);
  const tower = createTower({ line, clock });
  return { clock, line, simulator, tower };
}

const taken = { ok: true, value: 'taken' };

test.each(tiers)('%s alone, and the signal again afterwards', async (tier) => {
  const { clock, simulator, tower } = bench();
  tower.start();
  tower.show('in-service');
  await clock.advance(0);
  expect(await tower.test(tier)).toEqual(taken);
  const others = { red: 'off', yellow: 'off', green: 'off', blue: 'off', white: 'off' };
  expect(simulator.lamps).toEqual({ ...others, [tier]: 'on' });
  // What the screens say meanwhile waits.
  tower.show('staff-call');
  await clock.advance(0);
  expect(simulator.lamps).toEqual({ ...others, [tier]: 'on' });
  expect(await tower.test(null)).toEqual(taken);
  expect(simulator.lamps.yellow).toBe('pattern-2');
  expect(simulator.breaches).toEqual([]);
});

test('the buzzer sounds each time it is tried', async () => {
  const { clock, simulator, tower } = bench();
  tower.start();
  await clock.advance(0);
  await tower.test('buzzer');
  await tower.test('buzzer');
  expect(simulator.calls).toBe(2);
});

test('a tower that is not there takes nothing; looked for now, it is found without waiting', async () => {
  const { clock, line, simulator, tower } = bench();
  line.faults.cut();
  tower.start();
  await clock.advance(0);
  expect(await tower.test('red')).toEqual({ ok: false, error: { kind: 'tower-disconnected' } });
  expect(await tower.tryNow()).toBe('disconnected');
  line.faults.heal();
  const asked = clock.now();
  expect(await tower.tryNow()).toBe('ready');
  expect(clock.now()).toBe(asked);
  expect(simulator.lamps.red).toBe('on');
});

test('pulled out while a lamp is tried: said, not taken', async () => {
  const { clock, line, tower } = bench();
  tower.start();
  await clock.advance(0);
  line.faults.cut();
  expect(await tower.test('red')).toEqual({ ok: false, error: { kind: 'tower-disconnected' } });
  await clock.advance(delays.reopen);
  await tower.stop();
  expect(clock.pending).toBe(0);
});
