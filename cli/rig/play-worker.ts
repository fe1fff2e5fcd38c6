/** One thread of `npm run rig -- play`: plays its share and tells what came of each. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { readScenario } from '../../rig/scenario/read.ts';
import { playOne } from './play-one.ts';
import { wordsHand } from './words-hand.ts';

export const Share = z.object({ files: z.array(z.string()), seed: z.int(), out: z.string(), traces: z.boolean() });
export type Share = z.infer<typeof Share>;

const { files, ...options } = Share.parse(workerData);
for (const file of files) {
  const scenario = readScenario(file);
  if (!scenario.ok) throw new Error(scenario.error);
  parentPort?.postMessage(await playOne(scenario.value, { ...options, hand: async (machine) => wordsHand(machine) }));
}
