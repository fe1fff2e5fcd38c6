/** `npm run rig -- play` as a script meets it: exit status, one line, JUnit, and what a failure leaves. */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findChromium } from '../../cli/chromium.ts';
import { scenarioFiles } from '../../rig/scenario/read.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'wester-play-'));
afterAll(() => rmSync(folder, { recursive: true }));

function rig(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'cli/rig.ts'), 'play', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('one that passes and one that fails: a line each, JUnit, the screens, the paper and the wire traces', () => {
  const passes = 'title: Passes & stays\nsteps:\n  - see: home\n';
  const fails = 'title: Fails\nsteps:\n  - see: home\n  - see: { screen: notice }\n    within: 2\n';
  writeFileSync(join(folder, 'a-passes.yaml'), passes);
  writeFileSync(join(folder, 'b-fails.yaml'), fails);
  const { status, stdout, stderr } = rig('.', '--junit', 'junit.xml', '--out', 'kept', '--jobs', '1', '--seed', '3');
  expect(status).toBe(1);
  expect(stdout).toMatch(/^passed a-passes\.yaml \(/m);
  expect(stdout).toMatch(/^FAILED b-fails\.yaml: line 4: notice did not come in 2 s: the screen is home$/m);
  expect(stdout).toMatch(/^2 scenarios, 1 failed\n$/m);
  // The last screen is drawn where there is a browser.
  const picture = findChromium() ? ['b-fails.yaml.png'] : [];
  const pictures = picture.length > 0 ? 'pictures, ' : '';
  expect(stderr).toBe(`1 of 2 failed; ${pictures}screens, paper and wire traces are in kept\n`);
  const junit = readFileSync(join(folder, 'junit.xml'), 'utf8');
  expect(junit).toContain('tests="2" failures="1"');
  expect(junit).toContain('name="Passes &amp; stays"');
  expect(junit).toContain('<failure message="b-fails.yaml: line 4: notice did not come in 2 s');
  expect(readdirSync(join(folder, 'kept')).sort()).toEqual([
    ...picture,
    'b-fails.yaml.printer.jsonl',
    'b-fails.yaml.reader.jsonl',
    'b-fails.yaml.screens.json',
  ]);
  const [head, first] = readFileSync(join(folder, 'kept/b-fails.yaml.reader.jsonl'), 'utf8').split('\n');
  expect(head).toBe('{"wire":1,"device":"reader","line":"FLOW-1 reader"}');
  expect(JSON.parse(first ?? '')).toMatchObject({ at: expect.any(Number), from: 'host', hex: expect.any(String) });
});

/** Plays until a line of stdout begins so, and is stopped: as Ctrl-C does it, by the terminal and by the launcher. */
async function stopped(begins: string, by: NodeJS.Signals, ...args: string[]) {
  const temporary = join(folder, `tmp-${by}`);
  mkdirSync(temporary);
  const child = spawn(process.execPath, [join(root, 'cli/rig.ts'), 'play', '--junit', `${by}.xml`, ...args], {
    cwd: folder,
    env: { ...process.env, TMPDIR: temporary },
  });
  let [stdout, stderr, isTold] = ['', '', false];
  let journals: string[] = [];
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  child.stdout.on('data', (text) => {
    stdout += text;
    if (isTold || !stdout.split('\n').some((line) => line.startsWith(begins))) return;
    isTold = true;
    // Not before a machine has been switched on.
    const look = setInterval(() => {
      journals = openJournals(child.pid);
      if (journals.length === 0 && child.exitCode === null && process.platform === 'linux') return;
      clearInterval(look);
      for (const time of [0, 20]) setTimeout(() => child.kill(by), time);
    }, 5);
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const left = [...readdirSync(temporary), ...journals.filter((path) => existsSync(path))];
  return { status, stdout, stderr, journals, left, junit: readFileSync(join(folder, `${by}.xml`), 'utf8') };
}

/** A machine's disk is in memory where there is such a place (/dev/shm), and its folder is nobody else's. */
function openJournals(pid: number | undefined): string[] {
  const descriptors = `/proc/${pid}/fd`;
  if (!existsSync(descriptors)) return [];
  const paths = readdirSync(descriptors).map((each) => {
    try {
      return readlinkSync(join(descriptors, each));
    } catch {
      return '';
    }
  });
  return paths.filter((path) => path.endsWith('/journal.sqlite'));
}

test('stopped in the middle: what it made is gone, JUnit says what was played and what was not, status 128 + signal', async () => {
  mkdirSync(join(folder, 'long'));
  const long = 'title: Long\nsteps:\n  - see: home\n  - see: { screen: notice }\n    within: 600\n';
  for (const name of ['a', 'b']) writeFileSync(join(folder, `long/${name}.yaml`), long);
  writeFileSync(join(folder, 'rig.json'), '{ "devices": { "printer": { "is": "simulated" } } }');
  const shipped = scenarioFiles([join(root, 'rig/scenarios')]);
  const many = shipped.ok ? shipped.value.filter((file) => /\/c[^/]*$/.test(file)) : [];
  const [inLife, simulated] = await Promise.all([
    stopped('playing long/a.yaml', 'SIGINT', '--on', 'rig.json', 'long'),
    stopped('passed ', 'SIGTERM', '--jobs', '1', ...many),
  ]);
  expect(inLife).toMatchObject({ status: 130, stderr: 'interrupted: 2 of 2 were not played\n', left: [] });
  if (process.platform === 'linux') expect(inLife.journals).not.toEqual([]);
  expect(inLife.stdout).toMatch(/^skipped long\/a\.yaml: line \d: interrupted$/m);
  expect(inLife.stdout).toMatch(/^2 scenarios, 0 failed, 2 skipped\n$/m);
  expect(inLife.junit).toContain('tests="2" failures="0" errors="0" skipped="2"');
  expect(inLife.junit.match(/<skipped message="line \d: interrupted"\/>/g)).toHaveLength(2);
  expect(simulated).toMatchObject({ status: 143, left: [] });
  const [, skipped = ''] = /tests="\d+" failures="0" errors="0" skipped="(\d+)"/.exec(simulated.junit) ?? [];
  expect(simulated.junit.match(/<testcase /g)).toHaveLength(many.length);
  expect(Number(skipped)).toBeGreaterThan(0);
  expect(Number(skipped)).toBeLessThan(many.length);
});

test.each([
  ['an unknown step', ['wrong.yaml'], 1, /^wrong\.yaml: line 3: steps\.0: unknown step "lays"\n$/],
  ['an option that is none', ['--speed', '3'], 2, /^usage: /],
])('%s', (_what, args, code, words) => {
  writeFileSync(join(folder, 'wrong.yaml'), 'title: Wrong\nsteps:\n  - lays: mine\n');
  const { status, stdout, stderr } = rig(...args);
  expect({ status, stdout }).toEqual({ status: code, stdout: '' });
  expect(stderr).toMatch(words);
});

test('every scenario that ships names the schema that editors check it by', () => {
  const files = scenarioFiles([join(root, 'rig/scenarios')]);
  if (!files.ok) throw new Error(files.error);
  for (const file of files.value) {
    expect(readFileSync(file, 'utf8').split('\n')[0]).toBe('# yaml-language-server: $schema=./scenario.schema.json');
  }
  expect(existsSync(join(root, 'rig/scenarios/scenario.schema.json'))).toBe(true);
});
