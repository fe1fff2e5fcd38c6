import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { scenarios } from '../hidvm/scenarios.ts';

/**
 * The HID drivers over node-hid, hidraw and a real kernel, with virtual USB devices at the other end: in a virtual
 * machine, since few kernels have /dev/uhid. About 40 s; the first run fetches what it needs and takes twice as long.
 */
const root = join(import.meta.dirname, '../..');
const cannotRun = 77;
const limitMs = 300_000;

interface Run {
  readonly status: number | null;
  /** What each scenario said, by name: null where it went well. */
  readonly said: ReadonlyMap<string, string | null>;
  readonly isWhole: boolean;
  readonly errors: string;
}
let run: Run;

function runInside(): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn('test/hidvm/hidvm', [process.execPath, 'test/hidvm/inside.ts'], {
      cwd: root,
      timeout: limitMs,
      env: { HIDVM_SECONDS: '240', ...process.env },
    });
    let out = '';
    let errors = '';
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      errors += text;
    });
    child.on('error', reject);
    child.on('close', (status) => {
      const lines = out.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
      const said = new Map(lines.filter((line) => 'name' in line).map((line) => [line.name, line.error]));
      resolve({ status, said, isWhole: lines.some((line) => line.end === true), errors: `${errors}${out}` });
    });
  });
}

describe('HID devices on a real kernel', () => {
  beforeAll(async () => {
    run = await runInside();
    if (run.status === cannotRun) process.stderr.write(`NOT RUN: HID drivers on a real kernel; ${run.errors}`);
  }, limitMs);

  test('every scenario was played, and nothing took the process down', ({ skip }) => {
    if (run.status === cannotRun) skip(run.errors.trim());
    expect({ status: run.status, isWhole: run.isWhole }, run.errors).toEqual({ status: 0, isWhole: true });
    expect([...run.said.keys()]).toEqual(Object.keys(scenarios));
  });

  test.for(Object.keys(scenarios))('%s', (name, { skip }) => {
    if (run.status === cannotRun) skip(run.errors.trim());
    expect(run.said.has(name), run.errors).toBe(true);
    expect(run.said.get(name)).toBeNull();
  });
});
