import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why this data directory cannot be used, in a line a person can act on. */
export class DirectoryUnusable extends Error {}

/** Another `npm start` holds this data directory: two stations must not write one journal. */
class DirectoryInUse extends DirectoryUnusable {
  constructor(directory: string, pid: number) {
    super(`${directory} is in use by process ${pid}; stop it, or choose another directory with --data DIR`);
  }
}

/** Is the process alive, and (where the system tells) one of ours? After a power cut its number may be a stranger's. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('start.ts');
  } catch {
    return true;
  }
}

/**
 * Makes the directory and marks it as ours; returns the function that gives it back. A mark that a dead process left
 * behind is taken over. Throws `DirectoryUnusable`.
 */
export function claimDirectory(directory: string): () => void {
  const mark = join(directory, 'running.pid');
  try {
    mkdirSync(directory, { recursive: true });
    const owner = ownerOf(mark);
    if (owner !== null && owner !== process.pid && isAlive(owner)) throw new DirectoryInUse(directory, owner);
    writeFileSync(mark, String(process.pid));
  } catch (error) {
    if (error instanceof DirectoryUnusable) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new DirectoryUnusable(`${directory} cannot be written (${why}); choose another directory with --data DIR`);
  }
  return () => rmSync(mark, { force: true });
}

/** Null where there is no mark, or none that names a process. */
function ownerOf(mark: string): number | null {
  let text: string;
  try {
    text = readFileSync(mark, 'utf8');
  } catch {
    return null;
  }
  const pid = Number(text);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}
