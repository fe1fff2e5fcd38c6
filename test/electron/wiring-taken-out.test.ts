/** Taken out of electron/kiosk.ts and what it puts together, each connection is missed by ends-by-itself.test.ts. `test:full` only. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Change, withCopy } from './checked-copy.ts';

const root = join(import.meta.dirname, '../..');
const tests = 'test/electron/ends-by-itself.test.ts';

const connections: readonly Change[] = [
  ['kiosk.ts', "() => leave('restart'),", '() => {},'],
  ['kiosk.ts', 'latest?.body.id ?? null, staffAtWork', "'home', staffAtWork"],
  ['kiosk.ts', 'staffAtWork: stage.isOpen', 'staffAtWork: false'],
  ['kiosk.ts', 'power: (act) => leave(act)', 'power: () => {}'],
  ['kiosk.ts', 'if (!stopping) reason = why;'],
  ['kiosk.ts', 'if (!stopping) reason', 'reason'],
  ['kiosk.ts', 'if (relaunch) app.relaunch();'],
  ['kiosk.ts', 'leaving(station, watchdog !== null)', 'leaving(station, false)'],
  ['kiosk.ts', 'void station.stop().then(', 'void Promise.resolve(true).then('],
  ['kiosk.ts', 'event.preventDefault();'],
  ['kiosk.ts', 'show(closed ? outOfService(last) : null);', 'show(null);'],
  ['kiosk.ts', 'outOfService(last)', 'outOfService(null)'],
  ['kiosk.ts', 'showStaff(null);'],
  ['kiosk.ts', 'if (latest) page.send(latest);'],
  ['kiosk.ts', "if (drawn !== 'please-wait') watchdog", 'watchdog'],
  ['kiosk.ts', 'closed && onTrial', 'false'],
  ['kiosk.ts', 'closed && onTrial', 'closed'],
  ['station-process.ts', 'if (this.#life.answeredFor >= delays.provenRun) this', 'this'],
  ['kiosk-window.ts', "this.#gone('its end was not told')", '{}'],
  ['kiosk.ts', 'hearBeats(forStaff, () => staffWindow);'],
  ['kiosk.ts', 'page: page.isWell', 'page: true'],
  ['supervise.ts', 'memory.workingSetSize, 0)', '0, 0)'],
  ['supervise.ts', 'hourInJapan(new Date())', 'new Date().getUTCHours()'],
];

/** Runs the tests against these sources. */
async function run(sources: string): Promise<{ numPassedTests: number; numFailedTests: number }> {
  const result = join(sources, 'result.json');
  const args = ['run', '--project', 'fast', '--reporter', 'json', '--outputFile', result];
  const options = { cwd: root, env: { ...process.env, WESTER_CHANGED_COPY: sources } };
  const runner = join(root, 'node_modules/vitest/vitest.mjs');
  // Tests that fail make its status 1: the file says which of them did.
  await promisify(execFile)(process.execPath, [runner, ...args, tests], options).catch(() => {});
  return JSON.parse(readFileSync(result, 'utf8'));
}

describe.runIf(process.env.WESTER_TEST === 'full')('taken out, a test misses it', () => {
  test('and nothing is missed where nothing was taken out', async () => {
    mkdirSync(join(root, 'dist'), { recursive: true });
    expect(await withCopy(join(root, 'dist'), [], run)).toMatchObject({ success: true, numFailedTests: 0 });
  }, 120_000);

  test.each(connections)(
    '%s: %s',
    async (...change) => {
      mkdirSync(join(root, 'dist'), { recursive: true });
      // Inside of this folder: the same runner reads nothing elsewhere.
      const { numPassedTests, numFailedTests } = await withCopy(join(root, 'dist'), [change as unknown as Change], run);
      expect(numFailedTests).toBeGreaterThan(0);
      // What is left still works: it was not the whole of main that did not come up.
      expect(numPassedTests).toBeGreaterThan(0);
    },
    120_000,
  );
});
