import { hash } from 'node:crypto';

/** What stands as "the hash before" in the first entry. */
export const GENESIS = '0'.repeat(64);

/** A row of the journal's table as it lies on disk. */
export interface Row {
  readonly number: number;
  readonly at_ms: number;
  /** Canonical JSON of the entry's body. */
  readonly body: string;
  readonly hash: string;
}

export const valuesOf = (row: Row): [number, number, string, string] => [row.number, row.at_ms, row.body, row.hash];

/** JSON with sorted keys and no blanks: one text for one value, so that its hash means the value. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** SHA-256 of an entry: everything it says, and the hash of the one before. 64 hexadecimal digits. */
export function entryHash(previous: string, number: number, atMs: number, body: string): string {
  return hash('sha256', `${previous}\n${number}\n${atMs}\n${body}`, 'hex');
}

export function link(previous: string, number: number, atMs: number, body: unknown): Row {
  const text = canonicalJson(body);
  return { number, at_ms: atMs, body: text, hash: entryHash(previous, number, atMs, text) };
}

/** Does `row` follow on an entry with `number` and `hash`? */
export function follows(row: Row, before: { readonly number: number; readonly hash: string }): boolean {
  return row.number === before.number + 1 && row.hash === entryHash(before.hash, row.number, row.at_ms, row.body);
}
