/** A passenger in front of one whole machine (rig/scenario/machine.ts), for the length of a test. */
import { onTestFinished } from 'vitest';
import { type MachineOptions, RigMachine } from '../../rig/scenario/machine.ts';

export {
  type BodyOf,
  type MachineOptions as BenchOptions,
  RigMachine as FlowBench,
  staffCards,
} from '../../rig/scenario/machine.ts';

/** A machine that is switched on and is taken away after the test. */
export async function flowBench(options: MachineOptions = {}): Promise<RigMachine> {
  const bench = new RigMachine(options);
  onTestFinished(() => bench.close());
  return await bench.start();
}
