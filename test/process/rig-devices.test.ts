import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../hardware/clock.ts';
import { serialLine } from '../../hardware/lines/serial.ts';
import { createPrinter } from '../../hardware/printer/driver.ts';

// `npm run rig -- reader` and `-- printer` as a person runs them, with our own programs at the other end.

let folder: string;
let device: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-rig-'));
});

afterEach(() => {
  device?.kill('SIGKILL');
  device = null;
  rmSync(folder, { recursive: true });
});

/** Starts a device and waits until it says that it is there. */
async function started(
  ...args: string[]
): Promise<{ said: () => string; stopped: (by: NodeJS.Signals) => Promise<number | null> }> {
  const child = spawn(process.execPath, ['cli/rig.ts', ...args]);
  device = child;
  let out = '';
  let errors = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    errors += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  await vi.waitFor(() => expect(out + errors).toContain('\n'), { timeout: 10_000, interval: 20 });
  expect(errors).toBe('');
  return {
    said: () => out + errors,
    stopped(by) {
      // Ctrl-C comes from the terminal and from the launcher.
      child.kill(by);
      setTimeout(() => child.kill(by), 1);
      return ended;
    },
  };
}

function rig(...args: string[]) {
  return spawnSync(process.execPath, ['cli/rig.ts', ...args], { encoding: 'utf8', timeout: 10_000 });
}

/** `npm run card -- read` as JSON. */
function card(path: string): Record<string, unknown> {
  const args = ['cli/card.ts', 'read', '--reader', path, '--keys', 'rig'];
  const read = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000 });
  expect({ status: read.status, err: read.stderr }).toEqual({ status: 0, err: '' });
  return JSON.parse(read.stdout);
}

test('a reader without --card has an ICOCA with 1,200 yen on it; told to stop, it takes its link away', async () => {
  const link = join(folder, 'ttyREADER');
  const reader = await started('reader', '--link', link);
  expect(reader.said()).toBe(`reader ${link}\n`);
  expect(card(link)).toMatchObject({ issuer: 'ICOCA', balanceYen: 1200, issue: { cardKind: 'icoca' } });
  expect(reader.said()).toBe(`reader ${link}\n`);
  expect(await reader.stopped('SIGTERM')).toBe(0);
  expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
});

const nfcList = spawnSync('sh', ['-c', 'command -v nfc-list']).status === 0;
if (!nfcList) process.stderr.write('NOT RUN: nfc-list against npm run rig; on Debian: apt-get install libnfc-bin\n');
test.skipIf(!nfcList)('nfc-list takes the command for a PN532 with a FeliCa card on it', async () => {
  const link = join(folder, 'ttyREADER');
  const reader = await started('reader', '--link', link);
  const env = { ...process.env, LIBNFC_DEFAULT_DEVICE: `pn532_uart:${link}` };
  const { stdout } = spawnSync('nfc-list', ['-t', '6', '-v'], { encoding: 'utf8', timeout: 20_000, env });
  expect(stdout).toContain('1 Felica (212 kbps) passive target(s) found');
  expect(stdout.replace(/\s+/g, ' ')).toContain('System Code (SC): 00 03');
  expect(reader.said()).toBe(`reader ${link}\n`);
  expect(await reader.stopped('SIGTERM')).toBe(0);
});

test('the cards of the files lie on it, and a host that breaks the protocol is told on stderr', async () => {
  const file = join(folder, 'suica.json');
  writeFileSync(file, JSON.stringify({ kind: 'other-issuer', issuer: 'Suica', balanceYen: 77 }));
  const link = join(folder, 'ttyREADER');
  const reader = await started('reader', '--link', link, '--card', file);
  expect(card(link)).toMatchObject({ issuer: 'Suica', balanceYen: 77 });
  // A frame whose checksum is wrong.
  writeFileSync(link, Buffer.from('0000ff02fed402ff00', 'hex'));
  await vi.waitFor(() => expect(reader.said()).toContain('the host broke the protocol: damaged-frame\n'), 5_000);
  expect(await reader.stopped('SIGINT')).toBe(0);
});

test('a printer keeps every receipt as picture and text', async () => {
  const link = join(folder, 'ttyPRINTER');
  const out = join(folder, 'receipts');
  const simulated = await started('printer', '--link', link, '--out', out);
  expect(simulated.said()).toBe(`printer ${link}\n`);
  const printer = createPrinter({ line: serialLine(link), clock: systemClock, widthMm: 80, proof: 'process-id' });
  printer.start();
  await vi.waitFor(() => expect(printer.status).toBe('ready'), 10_000);
  expect(await printer.print({ number: 1, markup: 'ICOCA | 1,200' })).toMatchObject({ ok: true });
  await printer.stop();
  expect(await simulated.stopped('SIGTERM')).toBe(0);
  expect(readdirSync(out)).toEqual(['receipt-0001.svg', 'receipt-0001.txt']);
  expect(readFileSync(join(out, 'receipt-0001.txt'), 'utf8')).toContain('1,200');
  expect(readFileSync(join(out, 'receipt-0001.svg'), 'utf8')).toMatch(/^<svg /);
});

describe('what is wrong is said in one line', () => {
  // Every other fault of a card file: rig/card-file-wrong.test.ts.
  test('a wrong card file', () => {
    const file = join(folder, 'card.json');
    writeFileSync(file, '{\n"kind": "other-issuer",\n"issuer": "Suica",\n"balanceYen": -1\n}');
    const { status, stdout, stderr } = rig('reader', '--link', join(folder, 'tty'), '--card', file);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.split('\n')).toHaveLength(2);
    expect(stderr).toContain(`${file}: line 4: balanceYen: `);
  });

  test('a card file that is not there, and a path that is taken by something else', () => {
    const missing = rig('reader', '--link', join(folder, 'tty'), '--card', join(folder, 'none.json'));
    expect(missing).toMatchObject({ status: 1, stdout: '' });
    expect(missing.stderr).toMatch(/^\S+none\.json: cannot be read: [^\n]*\n$/);
    const file = join(folder, 'mine.txt');
    writeFileSync(file, 'precious');
    const taken = rig('printer', '--link', file);
    expect(taken).toMatchObject({ status: 1, stdout: '' });
    expect(taken.stderr).toMatch(/^no pseudo terminal at [^\n]*\n$/);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  test('wrong usage', () => {
    for (const args of [
      [],
      ['reader', '--link'],
      ['scanner', '--link', 'x'],
      ['printer', '--link', 'x', '--card', 'x'],
    ]) {
      const { status, stdout, stderr } = rig(...args);
      expect({ args, status, stdout }).toEqual({ args, status: 2, stdout: '' });
      expect(stderr).toContain('usage: npm run rig -- reader --link PATH');
    }
  });
});
