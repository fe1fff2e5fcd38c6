import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another `npm start` holds this data directory: two stations must not write one journal. */
export class DirectoryInUse extends Error {
  constructor(directory: string, pid: number) {
    super(`${directory} is in use by process ${pid}; stop it, or choose another directory with --data DIR`);
    this.name = 'DirectoryInUse';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Makes the directory and marks it as ours; returns the function that gives it back. A mark that a dead process left
 * behind is taken over.
 */
export function claimDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const mark = join(directory, 'running.pid');
  try {
    const pid = Number(readFileSync(mark, 'utf8'));
    if (Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid))
      throw new DirectoryInUse(directory, pid);
  } catch (error) {
    if (error instanceof DirectoryInUse) throw error;
  }
  writeFileSync(mark, String(process.pid));
  return () => rmSync(mark, { force: true });
}
