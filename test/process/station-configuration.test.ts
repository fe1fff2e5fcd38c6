import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const main = join(import.meta.dirname, '..', '..', 'station', 'main.ts');
  return spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', timeout: 30_000 });
}

describe('the station process', () => {
  test('without a configuration: wrong usage, exit 2', () => {
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('usage') });
  });

  test('with a file that is not there: one line, exit 1', () => {
    const { status, stderr } = run(join(folder, 'none.json'));
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test("with the rig's keys in service mode: refused with field and line, exit 1", () => {
    const file = join(folder, 'station.json');
    const config = {
      station: { id: 'X-1', name: 'X' },
      profile: 'pink',
      mode: 'service',
      reader: { kind: 'pn532', line: '/dev/null' },
      printer: { line: '/dev/null', widthMm: 80, proof: 'process-id' },
      sam: 'rig',
      center: { url: 'http://127.0.0.1:1' },
      data: folder,
    };
    writeFileSync(file, JSON.stringify(config, null, 1));
    const { status, stderr } = run(file);
    expect(status).toBe(1);
    expect(stderr).toMatch(/station\.json: line 17: sam: the rig's keys are refused outside rig mode/);
  });
});
