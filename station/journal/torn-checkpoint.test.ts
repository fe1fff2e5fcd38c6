/**
 * Power lost while SQLite empties its log into the database: any prefix of the new database over the old one, the log
 * still whole. Nothing that was acknowledged before may be gone (power-loss.test.ts cuts the log).
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EntryBody, openJournal } from './index.ts';
import { journalOptions, openOrFail, type TestFolder, testFolder } from './testing/fixture.ts';

const CUTS = 12;

let folder: TestFolder;
beforeEach(() => {
  folder = testFolder();
});
afterEach(() => folder.remove());

interface Torn {
  readonly before: Buffer;
  readonly after: Buffer;
  readonly log: Buffer;
  /** Of the newest entry, before. */
  readonly mark: Buffer;
  readonly acknowledged: number;
}

/** The disk before and after the append that empties the log; nothing else writes to the database. */
function checkpoint(): Torn {
  const options = journalOptions(folder.path);
  const journal = openOrFail(options);
  const before = readFileSync(options.path);
  const writtenAt = (): bigint => statSync(options.path, { bigint: true }).mtimeNs;
  const first = writtenAt();
  const body: EntryBody = { kind: 'station-started', softwareVersion: 'v'.repeat(64) };
  try {
    for (let count = 0; count < 2_000; count++) {
      const [mark, acknowledged] = [readFileSync(`${options.path}.head`), journal.head().entry];
      expect(journal.append(body).ok).toBe(true);
      if (writtenAt() === first) continue;
      return {
        before,
        after: readFileSync(options.path),
        log: readFileSync(`${options.path}-wal`),
        mark,
        acknowledged,
      };
    }
  } finally {
    journal.close();
  }
  throw new Error('the log was never emptied');
}

test('cut anywhere, the journal opens with everything that had been acknowledged', () => {
  const { before, after, log, mark, acknowledged } = checkpoint();
  for (let cut = 0; cut <= CUTS; cut++) {
    const at = Math.floor((after.length * cut) / CUTS);
    const home = testFolder();
    const options = journalOptions(home.path);
    writeFileSync(options.path, Buffer.concat([after.subarray(0, at), before.subarray(at)]));
    writeFileSync(`${options.path}-wal`, log);
    writeFileSync(`${options.path}.head`, mark);
    const opened = openJournal(options);
    expect(opened.ok, `cut at ${at}: ${JSON.stringify(opened)}`).toBe(true);
    if (!opened.ok) continue;
    expect(opened.value.head().entry).toBeGreaterThanOrEqual(acknowledged);
    opened.value.close();
    home.remove();
  }
});
