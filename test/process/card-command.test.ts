import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CardSpec, simulatedCardFrom } from '../../hardware/card/simulator/spec.ts';
import { systemClock } from '../../hardware/clock.ts';
import { createReaderSimulator, type ReaderSimulator } from '../../hardware/reader/simulator.ts';
import type { DeviceLine } from '../../rig/device-line.ts';
import { openPseudoTerminal } from '../../rig/pty.ts';

// `npm run card` as a person runs it: the shipped serial driver against a simulated reader on a pseudo terminal.

let folder: string;
let terminal: DeviceLine;
let simulator: ReaderSimulator;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-card-'));
  terminal = openPseudoTerminal(join(folder, 'ttyREADER'));
  simulator = createReaderSimulator({ stream: terminal.stream, clock: systemClock });
});

afterEach(() => {
  simulator.stop();
  terminal.close();
  rmSync(folder, { recursive: true });
});

function lay(spec: CardSpec): void {
  simulator.field.lay(simulatedCardFrom(spec));
}

interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function card(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['cli/card.ts', ...args], { timeout: 30_000 });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

const icoca: CardSpec = {
  kind: 'smart-icoca',
  cardNumber: 'JW123456789012345',
  idm: '0101050186040202',
  balanceYen: 2300,
  updateNumber: 0x22,
  history: ['c746000018d93d802928fc0800002200', 'c746000018d8aba02927920900002100'],
};

describe('npm run card -- read', () => {
  test('an ICOCA: issuer, balance, decoded history; no card number without a key', async () => {
    lay(icoca);
    const { status, out, err } = await card('read', '--reader', terminal.path, '--wait', '0');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const read = JSON.parse(out);
    expect(read).toMatchObject({ on: 'transit-card', issuer: 'ICOCA', balanceYen: 2300, updateNumber: 34 });
    expect(read.history).toHaveLength(2);
    expect(read.history[0]).toMatchObject({ date: '2012-06-25', time: '07:44:00', deltaYen: -150 });
    expect(out).not.toContain('JW');
    expect(simulator.breaches).toEqual([]);
  });

  test('with the keys of the rig: card number and kind', async () => {
    lay(icoca);
    const { out } = await card('read', '--reader', terminal.path, '--keys', 'rig');
    expect(JSON.parse(out).issue).toEqual({ cardNumber: 'JW123456789012345', cardKind: 'smart-icoca' });
  });

  test('the keys of the rig do not open another issuer', async () => {
    lay({ kind: 'other-issuer', issuer: 'Suica', balanceYen: 700 });
    const { status, out } = await card('read', '--reader', terminal.path, '--keys', 'rig');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ issuer: 'Suica', balanceYen: 700, issue: null });
  });

  test('a card that is not FeliCa is said to be one', async () => {
    lay({ kind: 'type-a' });
    const { status, out } = await card('read', '--reader', terminal.path);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ on: 'other-technology' });
  });

  test('no card, no reader, wrong usage: one line, and the status that says which', async () => {
    const noCard = await card('read', '--reader', terminal.path, '--wait', '0');
    expect(noCard).toMatchObject({ status: 1, out: '' });
    expect(noCard.err).toBe('no card was read: lay one on the reader and leave it there\n');
    const noReader = await card('read', '--reader', join(folder, 'nothing'));
    expect(noReader).toMatchObject({ status: 1, out: '' });
    expect(noReader.err.split('\n')).toHaveLength(2);
    expect((await card('read')).status).toBe(2);
    expect((await card('write', '--reader', terminal.path)).status).toBe(2);
    expect((await card('read', '--reader', 'somewhere')).status).toBe(2);
  });
});

describe('npm run card -- issue-staff', () => {
  const issue = (...more: string[]) =>
    card('issue-staff', '--reader', terminal.path, '--staff', 'S-0042', '--role', 'engineer', ...more);

  test('a Lite-S from the shop becomes a staff card, once', async () => {
    lay({ kind: 'blank-lite-s' });
    const first = await issue('--keys', 'rig');
    expect(first).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(first.out).issued).toEqual({ staffId: 'S-0042', role: 'engineer' });
    expect(JSON.parse((await card('read', '--reader', terminal.path)).out).on).toBe('staff-card');
    const second = await issue('--keys', 'rig');
    expect(second).toMatchObject({ status: 1, out: '' });
    expect(second.err).toContain('closed already');
  });

  test('an ICOCA is left alone, and without keys nothing is begun', async () => {
    lay(icoca);
    expect(await issue('--keys', 'rig')).toMatchObject({ status: 1, out: '' });
    expect((await issue()).status).toBe(2);
  });
});
