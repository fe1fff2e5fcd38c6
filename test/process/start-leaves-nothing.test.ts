/** However `npm start` ends, no process of it stays, and what was done is still there at the next start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
let data: string;
const started: ChildProcess[] = [];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'wester-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
}

/** Starts it and waits for `ready`; rejects with what it said where it ends instead. */
function start(...args: string[]): Promise<Started> {
  const all = [join(root, 'cli/start.ts'), '--shell', 'none', '--data', data, ...args];
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  return new Promise((resolve, reject) => {
    let words = '';
    child.stderr.on('data', (text) => {
      words += text;
    });
    child.once('exit', (code) => reject(new Error(`${code}: ${words.trim()}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /^ready (http:\/\/\S+)$/.exec(line)?.[1];
      if (address) resolve({ child, address });
    });
  });
}

/** Command lines of the running processes that name the data directory: start, center and station all do. */
function family(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ');
        return words.includes(data) ? [words] : [];
      } catch {
        return [];
      }
    });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}

const onLinux = process.platform === 'linux';

describe.runIf(onLinux)('npm start (its processes are counted in /proc, so on Linux only)', () => {
  test('Ctrl-C: everything ends with status 0, and a second start works on the same data', async () => {
    const first = await start();
    await until(() => family().length >= 3);
    first.child.removeAllListeners('exit');
    first.child.kill('SIGINT');
    expect(await ended(first.child)).toBe(0);
    expect(family()).toEqual([]);
    const second = await start();
    expect(second.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  test('killed without warning: center and station notice and go', async () => {
    const { child } = await start();
    await until(() => family().length >= 3);
    child.kill('SIGKILL');
    await until(() => family().length === 0);
  });

  test('a second one on the same data is told who has it', async () => {
    const { child } = await start();
    await expect(start()).rejects.toThrow(new RegExp(`^1: .*in use by process ${child.pid}`));
  });

  test('a port that is taken: one line that says so, nothing left', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await expect(start('--port', String(port))).rejects.toThrow(new RegExp(`^1: .*${port}`));
    server.close();
    expect(family()).toEqual([]);
  });

  test('a file where the data directory should be: one line that names it', async () => {
    const file = join(data, 'file');
    writeFileSync(file, '');
    await expect(start('--data', file)).rejects.toThrow(new RegExp(`^1: [^\\n]*${file} cannot be written[^\\n]*$`));
  });

  test('a card file that is none: one line that names it, nothing left', async () => {
    const file = join(data, 'cards.json');
    writeFileSync(file, '[{');
    await expect(start()).rejects.toThrow(new RegExp(`^1: [^\\n]*${file}: .*JSON`));
    expect(readFileSync(file, 'utf8')).toBe('[{');
    expect(family()).toEqual([]);
  });

  test.each([
    ['--shell', 'window'],
    ['--port', '70000'],
    ['--profile', 'green'],
    ['--date', '2023-02-29'],
    ['--colour', 'navy'],
  ])('%s %s is wrong usage', async (option, value) => {
    await expect(start(option, value)).rejects.toThrow(new RegExp(`^2: .*${option}`));
  });
});
