/** A passenger in front of one whole machine (rig/scenario/machine.ts), for the length of a test. */
import { onTestFinished } from 'vitest';
import { type MachineOptions, RigMachine } from '../../rig/scenario/machine.ts';

export {
  type BodyOf,
  type MachineOptions as BenchOptions,
  RigMachine as FlowBench,
  staffCards,
} from '../../rig/scenario/machine.ts';

/** Idle hours and whole nights are played here: looked at as often as a passenger wants it, they would take minutes. */
export const IDLE_LOOK_MS = 500;

/** A machine that is switched on and is taken away after the test. */
export async function flowBench(options: MachineOptions = {}): Promise<RigMachine> {
  const bench = new RigMachine({ idleLookMs: IDLE_LOOK_MS, ...options });
  onTestFinished(() => bench.close());
  return await bench.start();
}
