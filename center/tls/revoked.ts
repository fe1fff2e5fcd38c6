/**
 * The list of what is not taken any more, though its certificate says otherwise: a text file, a line each, either a holder
 * (`urn:wester-kiosk:station:OSAKA-1`: all its certificates) or the serial number of one certificate. `#` begins a comment.
 */
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { holderOf } from './holder.ts';

const SERIAL = /^[0-9a-f]{2,40}$/;

/** Throws with one line for people, which names the line of the file, where it cannot be read or understood. */
export function readRevoked(path: string): ReadonlySet<string> {
  const entries = new Set<string>();
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    const text = line.replace(/#.*/, '').trim();
    if (text === '') continue;
    const entry = SERIAL.test(text.toLowerCase()) ? text.toLowerCase() : text;
    if (!SERIAL.test(entry) && holderOf(entry) === null) {
      throw new Error(
        `${path}:${index + 1}: neither a serial number nor urn:wester-kiosk:station:ID, …:operator:NAME or …:monitor:NAME`,
      );
    }
    entries.add(entry);
  }
  return entries;
}

export function addRevoked(path: string, entry: string): void {
  if (!SERIAL.test(entry) && holderOf(entry) === null)
    throw new Error(`"${entry}" is neither a serial number nor a holder`);
  if (readRevoked(path).has(entry)) return;
  const file = openSync(path, 'a');
  try {
    writeSync(file, `${entry}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export interface Revocations {
  has(entry: string): boolean;
  entries(): ReadonlySet<string>;
  /** Looks at the file again, also where its time has not changed. */
  reread(): void;
}

/** How often a file that is asked about is looked at, ms. */
const LOOK_MS = 1_000;

export interface RevocationsOptions {
  /** Null: nothing is revoked. */
  readonly path: string | null;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** A list was read that is not the one before, the first one included. */
  readonly onChange: (entries: ReadonlySet<string>) => void;
  /** It cannot be read any more, or not be understood: what was revoked before stays so. */
  readonly onTrouble: (detail: string) => void;
}

/** The list, read again when the file has changed. Throws where it cannot be read the first time. */
export function revocations({ path, now, onChange, onTrouble }: RevocationsOptions): Revocations {
  if (path === null) return { has: () => false, entries: () => new Set(), reread: () => {} };
  const changed = (): string => {
    const { mtimeMs, size, ino } = statSync(path);
    return [mtimeMs, size, ino].join();
  };
  let mark = changed();
  let entries = readRevoked(path);
  let looked = now();
  onChange(entries);

  const reread = (): void => {
    looked = now();
    try {
      mark = changed();
      entries = readRevoked(path);
      onChange(entries);
    } catch (error) {
      onTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  const look = (): void => {
    if (now() - looked < LOOK_MS) return;
    looked = now();
    try {
      if (changed() !== mark) reread();
    } catch (error) {
      onTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    has(entry) {
      look();
      return entries.has(entry);
    },
    entries: () => entries,
    reread,
  };
}
