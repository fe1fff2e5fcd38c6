import { expect, test } from 'vitest';
import { memoryLine } from '../../hardware/lines/memory.ts';
import { createTower } from '../../hardware/tower/driver.ts';
import { createTowerSimulator } from '../../hardware/tower/simulator.ts';
import { followWithTower } from '../../station/tower-signal.ts';
import { flowBench } from './bench.ts';

test('green while passengers are served, blinking while staff are called, dark after the end', async () => {
  const bench = await flowBench();
  const line = memoryLine({ name: 'hid:191a:8003' });
  const simulator = createTowerSimulator(line.device);
  const tower = createTower({ line, clock: bench.world.clock });
  followWithTower(bench.station, tower);
  tower.start();
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  await bench.see('lay-card');
  expect(simulator.lamps).toMatchObject({ green: 'on', yellow: 'off', red: 'off' });

  bench.readerLine.faults.cut();
  await bench.seeTrouble('reader-unavailable');
  await bench.touch({ type: 'call-staff' });
  await bench.see('staff-called');
  expect(simulator.lamps).toMatchObject({ green: 'off', yellow: 'pattern-2' });
  expect(simulator.calls).toBe(1);

  await bench.see('home', 120_000);
  expect(simulator.lamps).toMatchObject({ green: 'on', yellow: 'off' });
  await tower.stop();
  expect(simulator.lamps.green).toBe('off');
  expect(simulator.breaches).toEqual([]);
});

test('red while no page shows the screens, whatever the machine says; green again with a new page', async () => {
  const bench = await flowBench();
  const line = memoryLine({ name: 'hid:191a:8003' });
  const simulator = createTowerSimulator(line.device);
  const tower = createTower({ line, clock: bench.world.clock });
  const shown = followWithTower(bench.station, tower);
  tower.start();
  await bench.see('home');
  shown(false);
  await bench.wait(100);
  expect(simulator.lamps).toMatchObject({ green: 'off', red: 'on' });
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  await bench.see('lay-card');
  expect(simulator.lamps).toMatchObject({ green: 'off', red: 'on' });
  shown(true);
  await bench.wait(100);
  expect(simulator.lamps).toMatchObject({ green: 'on', red: 'off' });
  await tower.stop();
});
