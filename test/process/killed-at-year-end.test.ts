import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalFilesIn, verifyJournals } from '../../station/journal/index.ts';
import { rotationSteps } from '../../station/journal/rotation.ts';
import { testFolder } from '../../station/journal/testing/fixture.ts';

const child = join(import.meta.dirname, 'year-end.child.ts');
const run = (...args: string[]) => spawnSync(process.execPath, [child, ...args], { encoding: 'utf8' });

/** Steps that a start passes again when it finishes what was cut off. */
const passedAgain = (step: string): boolean => step === 'sealed' || step === 'log-emptied' || step === 'archived';

test.each(rotationSteps)('killed at %s, once more while it is finished, and started again', (step) => {
  const folder = testFolder();
  try {
    expect(run(folder.path, step).signal).toBe('SIGKILL');
    if (passedAgain(step)) expect(run(folder.path, 'archived').signal).toBe('SIGKILL');
    const said = run(folder.path);
    expect(JSON.parse(said.stdout)).toMatchObject({
      continued: true,
      went: true,
      open: { length: 1 },
      waiting: { length: 1 },
    });
    const files = journalFilesIn(folder.path);
    expect(verifyJournals(files)).toMatchObject({ ok: true, value: { first: 1, files: 2, openTransfers: 1 } });
    // One file each, and the archive is nobody's to write.
    for (const file of files) expect(statSync(file).nlink).toBe(1);
    expect(statSync(join(folder.path, 'archive/journal-2023.sqlite')).mode & 0o222).toBe(0);
  } finally {
    folder.remove();
  }
});
