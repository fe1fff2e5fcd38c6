import type { Running } from '../running.ts';

/** A line of the checklist. `without` takes it out of the code (a text of a file, and what stands there then): `look` has to fail. */
export interface Check {
  readonly line: string;
  readonly without: readonly (readonly [file: string, text: string, instead?: string])[];
  readonly look: (running: Running) => Promise<void> | void;
}

/** How a check fails that could not even begin: a line taken out must not break the rest. */
export const DID_NOT_START = 'main.ts does not come up';
