import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'wester-points-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command as people do, through the launcher. */
function points(args: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  const run = spawnSync(process.execPath, ['cli/launcher.mjs', 'points', ...args], { input, encoding: 'utf8' });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

const applied = {
  asOf: '2023-03-10',
  events: [
    { on: '2023-01-09', type: 'registration', card: 'A' },
    { on: '2023-01-10', type: 'application', person: 'P', card: 'A', measure: 'charge' },
    { on: '2023-02-03', type: 'charge', card: 'A', yen: 20_000, source: 'cash' },
  ],
};

describe('npm run points', () => {
  test('evaluate answers in JSON, from a file and from stdin alike', () => {
    const file = join(folder, 'good.json');
    writeFileSync(file, JSON.stringify(applied));
    const run = points(['evaluate', file]);
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({
      asOf: '2023-03-10',
      campaign: { endsOn: '2023-05-31', pointName: 'WESTERポイント（チャージ専用）' },
      grants: [{ points: 5_000, plannedOn: '2023-03-18' }],
    });
    expect(points(['evaluate', '-'], JSON.stringify(applied))).toEqual(run);
  });

  test('a wrong event: nothing on stdout, one line naming index and field, status 1', () => {
    const wrong = { ...applied, events: [...applied.events, { on: '2023-02-29', type: 'registration', card: 'A' }] };
    expect(points(['evaluate', '-'], JSON.stringify(wrong))).toEqual({
      status: 1,
      stdout: '',
      stderr: 'event 3, on: must be a day of the calendar, YYYY-MM-DD (is "2023-02-29")\n',
    });
  });

  test('another encoding than UTF-8 is refused: two names could become one', () => {
    const file = join(folder, 'latin-1.json');
    writeFileSync(file, JSON.stringify(applied).replaceAll('"A"', '"Ä"'), 'latin1');
    const run = points(['evaluate', file]);
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toMatch(/^[^\n]*latin-1\.json is not JSON in UTF-8[^\n]*\n$/);
  });

  test('a file with a byte order mark is read', () => {
    expect(points(['evaluate', '-'], `\uFEFF${JSON.stringify(applied)}`)).toMatchObject({ status: 0, stderr: '' });
  });

  test.each([
    ['no JSON', ['evaluate', '-'], '{', 1],
    ['no such file', ['evaluate', join(folder, 'missing.json')], '', 1],
    ['no file named', ['evaluate'], '', 2],
    ['an unknown verb', ['judge', '-'], '', 2],
    ['explain without a person', ['explain', '-'], '{}', 2],
    ['an unknown language', ['explain', '-', '--person', 'P', '--language', 'fr'], '{}', 2],
    ['an unknown option', ['evaluate', '-', '--fast'], '{}', 2],
  ])('%s', (_name, args, input, status) => {
    const run = points(args, input);
    expect(run).toMatchObject({ status, stdout: '' });
    expect(run.stderr).not.toBe('');
  });

  test.runIf(process.platform !== 'win32')('a reader that goes away is told in one line', () => {
    const persons = Array.from({ length: 5_000 }, (_, index) => [
      { on: '2023-01-09', type: 'registration', card: `C${index}` },
      { on: '2023-01-10', type: 'application', person: `P${index}`, card: `C${index}`, measure: 'charge' },
    ]).flat();
    const file = join(folder, 'many.json');
    writeFileSync(file, JSON.stringify({ asOf: '2023-03-10', events: persons }));
    const run = spawnSync(
      'sh',
      ['-c', '"$0" cli/launcher.mjs points evaluate "$1" | head -n 1', process.execPath, file],
      {
        encoding: 'utf8',
      },
    );
    expect(run.stdout).toBe('{\n');
    expect(run.stderr).toMatch(/^the answer cannot be written: [^\n]*\n$/);
  });

  test('explain writes for people', () => {
    const run = points(['explain', '-', '--person', 'P', '--language', 'en'], JSON.stringify(applied));
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toContain('around 18 March 2023 (planned)  5,000');
  });
});
