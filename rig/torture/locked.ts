import { DatabaseSync } from 'node:sqlite';
import type { TestStation } from './station.ts';

/** Started anew while another process writes in its journal: it must refuse to run, and start when that one has gone. */
export async function startLocked(station: TestStation): Promise<string> {
  await station.kill();
  const other = new DatabaseSync(station.journalPath);
  try {
    other.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN IMMEDIATE');
    const started = await station.tryStart();
    if ('open' in started || started.kind !== 'storage') {
      throw new Error(`it started on a journal that was locked: ${JSON.stringify(started)}`);
    }
  } finally {
    other.close();
  }
  await station.start();
  return 'refused, then started';
}
