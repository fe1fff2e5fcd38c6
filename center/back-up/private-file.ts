import { closeSync, openSync } from 'node:fs';

/** An empty file that only its owner reads: what is written into it has the number of every card. Throws where it is there. */
export function makePrivate(file: string): void {
  closeSync(openSync(file, 'wx', 0o600));
}
