import { SimulatedClock } from '../clock.ts';
import { contractTests } from '../contract/as-tests.ts';
import { memoryLine } from '../lines/memory.ts';
import { towerContract } from './contract.ts';
import { createTowerSimulator } from './simulator.ts';

contractTests('a tower: simulated, in memory', towerContract, () => {
  const clock = new SimulatedClock();
  const line = memoryLine({ name: 'hid:191a:8003' });
  const simulator = createTowerSimulator(line.device);
  return {
    line,
    clock,
    lamps: () => simulator.lamps,
    lookMs: 10,
    async run(promise) {
      let isSettled = false;
      const settle = () => {
        isSettled = true;
      };
      promise.then(settle, settle);
      await clock.advanceUntil(() => isSettled);
      return promise;
    },
  };
});
