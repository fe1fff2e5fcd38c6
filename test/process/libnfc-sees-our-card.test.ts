import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { simulatedTransitCard } from '../../hardware/card/simulator/spec.ts';
import { systemClock } from '../../hardware/clock.ts';
import { createReaderSimulator, type ReaderSimulator } from '../../hardware/reader/simulator.ts';
import type { DeviceLine } from '../../rig/device-line.ts';
import { openPseudoTerminal } from '../../rig/pty.ts';

/**
 * Other people's programs take our simulator for a PN532 (docs/facts/felica.md §8): a driver and a simulator by the same
 * hand could be wrong together.
 */
const tools = ['nfc-list', 'nfc-poll', 'pn53x-tamashell', 'pn53x-diagnose'];
const missing = tools.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
if (missing.length > 0) {
  process.stderr.write(
    `NOT RUN: libnfc against our simulated reader; ${missing.join(', ')} not found. ` +
      'On Debian: apt-get install libnfc-bin libnfc-examples libnfc-pn53x-examples\n',
  );
}

const idm = '0101050186040202';
/** A Suica's, from a public dump (docs/facts/felica.md §4). */
const pmm = '100b4b428485d0ff';

let folder: string;
let terminal: DeviceLine;
let simulator: ReaderSimulator;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-libnfc-'));
  terminal = openPseudoTerminal(join(folder, 'ttyREADER'));
  simulator = createReaderSimulator({ stream: terminal.stream, clock: systemClock });
});

afterEach(() => {
  simulator.stop();
  terminal.close();
  rmSync(folder, { recursive: true });
});

function layIcoca(): void {
  const card = simulatedTransitCard({
    kind: 'icoca',
    cardNumber: 'JW123456789012345',
    balanceYen: 2300,
    updateNumber: 0x22,
    idm,
    pmm,
    history: [
      'c746000018d93d802928fc0800002200',
      'c746000018d8aba02927920900002100',
      ...Array.from({ length: 18 }, () => '0802000018d701070000480d00001e00'),
    ],
  });
  simulator.field.lay(card);
}

/** Runs a tool against the simulator; what it wrote, on one line a line, blanks made single. */
function run(tool: string, args: readonly string[] = [], script = '', timeoutMs = 20_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, {
      env: { ...process.env, LIBNFC_DEFAULT_DEVICE: `pn532_uart:${terminal.path}` },
      timeout: timeoutMs,
    });
    let output = '';
    child.stdout.on('data', (text) => {
      output += text;
    });
    child.stderr.on('data', (text) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', () => resolve(output.replace(/[ \t]+/g, ' ')));
    child.stdin.end(script);
  });
}

describe.skipIf(missing.length > 0)('libnfc at our simulated reader', () => {
  test('nfc-list names the chip and the card', async () => {
    layIcoca();
    const output = await run('nfc-list', ['-t', '6', '-v']);
    expect(output).toContain('1 Felica (212 kbps) passive target(s) found');
    expect(output).toContain('ID (NFCID2): 01 01 05 01 86 04 02 02');
    expect(output).toContain('Parameter (PAD): 10 0b 4b 42 84 85 d0 ff');
    expect(output).toContain('System Code (SC): 00 03');
    expect(simulator.breaches).toEqual([]);
  });

  test('nfc-list of every technology, including the odd ones, sees one FeliCa card and no other', async () => {
    layIcoca();
    const output = await run('nfc-list', ['-v']);
    expect(output.match(/^[1-9]\d* .* passive target\(s\) found/gm)).toEqual([
      '1 Felica (212 kbps) passive target(s) found',
      '1 Felica (424 kbps) passive target(s) found',
    ]);
    expect(simulator.breaches).toEqual([]);
  });

  test('nfc-poll waits for a card, and notices that it was lifted', async () => {
    const output = run('nfc-poll');
    await expect.poll(() => simulator.field.isOn, { timeout: 5_000 }).toBe(true);
    layIcoca();
    setTimeout(() => simulator.field.lift(), 1_000);
    const text = await output;
    expect(text).toContain('ID (NFCID2): 01 01 05 01 86 04 02 02');
    expect(text).toContain('Waiting for card removing');
    expect(text).toContain('done.');
  });

  test('pn53x-diagnose finds nothing wrong', async () => {
    const output = await run('pn53x-diagnose');
    expect(output).toContain('Communication line test: OK');
    expect(output).toContain('ROM test: OK');
    expect(output).toContain('RAM test: OK');
  });

  test('pn53x-tamashell reads the balance and twice ten records of the history', async () => {
    layIcoca();
    const blocks = (from: number): string =>
      Array.from({ length: 10 }, (_, index) => `80${(from + index).toString(16).padStart(2, '0')}`).join('');
    const output = await run(
      'pn53x-tamashell',
      [],
      [
        '4A010100000301 00',
        `400110 06 ${idm} 01 8B00 01 8000`,
        `400122 06 ${idm} 01 0F09 0A ${blocks(0)}`,
        `400122 06 ${idm} 01 0F09 0A ${blocks(10)}`,
        '',
      ]
        .map((line) => line.replaceAll(' ', '').replace(/(..)/g, '$1 '))
        .join('\n'),
    );
    const answers = output
      .split('\n')
      .filter((line) => line.startsWith('Rx:'))
      .map((line) => line.replace(/^Rx:|\s/g, ''));
    expect(answers[0]).toBe(`01011401${idm}${pmm}0003`);
    // Status, length, code, IDm, SF1, SF2, one block: 2,300 yen, number 0x22 (docs/facts/felica.md §4.2).
    expect(answers[1]).toMatch(new RegExp(`^001d07${idm}000001.{22}fc08000022$`));
    expect(answers[2]).toMatch(
      new RegExp(`^00ad07${idm}00000ac746000018d93d802928fc0800002200c746000018d8aba02927920900002100`),
    );
    expect(answers[3]).toBe(`00ad07${idm}00000a${'0802000018d701070000480d00001e00'.repeat(10)}`);
    expect(simulator.breaches).toEqual([]);
  });
});
