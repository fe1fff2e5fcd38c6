/** One thread of `npm run rig -- play`: plays its share and tells what came of each. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { readScenario } from '../../rig/scenario/read.ts';
import { playOne } from './play-one.ts';
import { wordsHand } from './words-hand.ts';

export const Share = z.object({ files: z.array(z.string()), seed: z.int(), out: z.string(), traces: z.boolean() });
export type Share = z.infer<typeof Share>;

const { files, ...options } = Share.parse(workerData);
const stopping = new AbortController();
const { signal } = stopping;
// Whatever is said to this thread means: enough. It ends by itself where nothing is said.
parentPort?.once('message', () => stopping.abort());
parentPort?.unref();
for (const file of files) {
  if (signal.aborted) break;
  const scenario = readScenario(file);
  if (!scenario.ok) throw new Error(scenario.error);
  const hand = async (machine: Parameters<typeof wordsHand>[0]) => wordsHand(machine);
  parentPort?.postMessage(await playOne(scenario.value, { ...options, signal, hand }));
}
