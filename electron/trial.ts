import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Does this program run for the first time after an update, and would it be taken back? As electron/deploy/kiosk-update notes
 * it, beside the two folders of which one holds the executable.
 */
export function isOnTrial(executable: string): boolean {
  return existsSync(join(dirname(executable), '..', 'trying'));
}
