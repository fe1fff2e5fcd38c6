/** `run-checks.ts FOLDER`: runs the checklist against FOLDER/main.ts; prints `{ line: what is wrong or null }` as JSON. */
import { samples, screenOf } from '../../renderer/samples.ts';
import { staffSamples, staffScreenOf } from '../../renderer/staff/samples.ts';
import { DID_NOT_START } from './checklist/check.ts';
import { checklist } from './checklist.ts';
import { runMain } from './running.ts';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: run-checks.ts FOLDER');

function named<Sample extends { name: string }>(all: readonly Sample[], name: string): Sample {
  const found = all.find((each) => each.name === name);
  if (!found) throw new Error(`there is no sample ${name}`);
  return found;
}

const results: Record<string, string | null> = {};
const words = (error: unknown) => (error instanceof Error ? error.message : String(error));
try {
  const running = await runMain(folder, {
    screen: screenOf(named(samples, 'home'), 'ja', 'navy'),
    staffScreen: staffScreenOf(named(staffSamples, 'staff-menu-good'), 'ja'),
  });
  for (const { line, look } of checklist) {
    try {
      await look(running);
      results[line] = null;
    } catch (error) {
      results[line] = words(error);
    }
  }
} catch (error) {
  for (const { line } of checklist) results[line] = `${DID_NOT_START}: ${words(error)}`;
}
process.stdout.write(JSON.stringify(results), () => process.exit(0));
