import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fail } from '../../hardware/result.ts';
import { runRecord } from './serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'kiosk-record-'));
const out = join(folder, 'reader.jsonl');
afterAll(() => rmSync(folder, { recursive: true }));

test('a recording is not written over, unless that is said', async () => {
  writeFileSync(out, 'precious');
  const args = ['reader', '/dev/no-such-reader', '--link', join(folder, 'tty'), '--out', out];
  expect(await runRecord(args)).toEqual(
    fail(`${out} is there already: choose another name, or write over it with --force`),
  );
  // Refused before a device is touched or a link made.
  expect(existsSync(join(folder, 'tty'))).toBe(false);
  // Said: it goes on to the device, which is not there, and so there is nothing to write.
  expect(await runRecord([...args, '--force'])).toEqual(
    fail(expect.stringMatching(/^\/dev\/no-such-reader cannot be opened: /)),
  );
  expect(readFileSync(out, 'utf8')).toBe('precious');
});
