import { expect, test } from 'vitest';
import { SimulatedClock } from '../clock.ts';
import { memoryLine } from '../lines/memory.ts';
import { delays } from './delays.ts';
import { createTower } from './driver.ts';
import type { TowerStatus } from './port.ts';
import { createTowerSimulator } from './simulator.ts';

function bench() {
  const clock = new SimulatedClock();
  const line = memoryLine({ name: 'hid:191a:8003' });
  const simulator = createTowerSimulator(line.device);
  const tower = createTower({ line, clock });
  const statuses: TowerStatus[] = [];
  tower.onStatus((status) => statuses.push(status));
  return { clock, line, simulator, tower, statuses };
}

test('shows what it is told, and is dark when it is stopped', async () => {
  const { clock, simulator, tower, statuses } = bench();
  tower.show('in-service');
  tower.start();
  await clock.advance(0);
  expect(simulator.lamps).toMatchObject({ green: 'on', red: 'off' });
  tower.show('out-of-service');
  await clock.advance(0);
  expect(simulator.lamps).toMatchObject({ green: 'off', red: 'on' });
  await tower.stop();
  expect(Object.values(simulator.lamps)).toEqual(['off', 'off', 'off', 'off', 'off']);
  expect(statuses).toEqual(['ready', 'stopped']);
  expect(clock.pending).toBe(0);
  expect(simulator.breaches).toEqual([]);
});

test('a call sounds once, however often it is repeated', async () => {
  const { clock, simulator, tower } = bench();
  tower.start();
  for (let time = 0; time < 3; time++) tower.show('staff-call');
  await clock.advance(0);
  expect(simulator.lamps.yellow).toBe('pattern-2');
  expect(simulator.calls).toBe(1);
});

test('unplugged and plugged in again: it shows what it was told meanwhile', async () => {
  const { clock, line, simulator, tower, statuses } = bench();
  tower.start();
  tower.show('in-service');
  await clock.advance(0);
  line.faults.cut();
  simulator.powerCycle();
  tower.show('staff-call');
  await clock.advance(3 * delays.reopen);
  expect(tower.status).toBe('disconnected');
  line.faults.heal();
  await clock.advance(delays.reopen);
  expect(simulator.lamps).toMatchObject({ green: 'off', yellow: 'pattern-2' });
  expect(statuses).toEqual(['ready', 'disconnected', 'ready']);
});

test('not there at the start, and stopped before it comes', async () => {
  const { clock, line, simulator, tower } = bench();
  line.faults.cut();
  tower.start();
  await clock.advance(5 * delays.reopen);
  await tower.stop();
  line.faults.heal();
  await clock.advance(5 * delays.reopen);
  expect(tower.status).toBe('stopped');
  expect(clock.pending).toBe(0);
  expect(Object.values(simulator.lamps)).toEqual(['off', 'off', 'off', 'off', 'off']);
});

test('a tower that takes no report is opened again, and stopping does not wait for it', async () => {
  const clock = new SimulatedClock();
  const line = memoryLine();
  const simulator = createTowerSimulator(line.device);
  let isStuck = true;
  const tower = createTower({
    clock,
    line: {
      name: 'stuck',
      open: async () => {
        const stream = await line.open();
        return { ...streamOf(stream), write: (bytes) => (isStuck ? new Promise(() => {}) : stream.write(bytes)) };
      },
    },
  });
  tower.show('in-service');
  tower.start();
  await clock.advance(delays.write);
  expect(tower.status).toBe('disconnected');
  isStuck = false;
  await clock.advance(delays.reopen);
  expect(tower.status).toBe('ready');
  expect(simulator.lamps.green).toBe('on');
  isStuck = true;
  const stopped = tower.stop();
  await clock.advance(delays.write);
  await stopped;
  expect(tower.status).toBe('stopped');
});

function streamOf(stream: Awaited<ReturnType<ReturnType<typeof memoryLine>['open']>>) {
  return {
    onData: stream.onData.bind(stream),
    onEnd: stream.onEnd.bind(stream),
    flush: () => stream.flush(),
    close: () => stream.close(),
  };
}
