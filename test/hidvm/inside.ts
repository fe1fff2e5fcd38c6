/** Runs inside the virtual machine: every scenario, one line of JSON each. */
import { scenarios } from './scenarios.ts';

for (const [name, run] of Object.entries(scenarios)) {
  let error: string | null = null;
  try {
    await run();
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
  process.stdout.write(`${JSON.stringify({ name, error })}\n`);
}
process.stdout.write(`${JSON.stringify({ end: true })}\n`);
// Handles that a failed scenario left open must not keep the machine up.
process.exit(0);
