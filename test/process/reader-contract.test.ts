import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { systemClock } from '../../hardware/clock.ts';
import { contractTests } from '../../hardware/contract/as-tests.ts';
import { lineFrom } from '../../hardware/lines/address.ts';
import { type ReaderUnderTest, readerContract } from '../../hardware/reader/contract.ts';
import { createReader, type ReaderKind } from '../../hardware/reader/driver.ts';
import { createReaderSimulator } from '../../hardware/reader/simulator.ts';
import { PlainCard } from '../../hardware/reader/testing/plain-card.ts';
import { openPseudoTerminal } from '../../rig/pty.ts';

/**
 * The same contract over a real pseudo terminal and, where KIOSK_TEST_READER names one (`serial:/dev/ttyUSB0`, `hid:0acd:3530`), on real
 * hardware with one FeliCa card lying on it.
 */
let folder: string;
const cleanUp: (() => void)[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-contract-'));
});
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});
afterAll(() => rmSync(folder, { recursive: true }));

function readerAt(address: string, kind: ReaderKind): ReaderUnderTest {
  const line = lineFrom(address);
  if (!line.ok) throw new Error(line.error.detail);
  const reader = createReader({ kind, line: line.value, clock: systemClock });
  cleanUp.push(() => void reader.stop());
  return {
    reader,
    clock: systemClock,
    run: (promise) => promise,
    until: (status) => expect.poll(() => reader.status, { timeout: 10_000 }).toBe(status),
  };
}

for (const model of ['pn532', 'rcs620s'] as const) {
  contractTests(`a reader: ${model} on a pseudo terminal`, readerContract, () => {
    const terminal = openPseudoTerminal(join(folder, 'ttyREADER'));
    const simulator = createReaderSimulator({ stream: terminal.stream, clock: systemClock, model });
    simulator.field.lay(new PlainCard());
    const made = readerAt(terminal.path, model);
    cleanUp.push(() => {
      expect(simulator.breaches).toEqual([]);
      simulator.stop();
      terminal.close();
    });
    return made;
  });
}

const real = process.env.KIOSK_TEST_READER;
const kind = real?.startsWith('hid:') ? 'neo2' : 'probe';
if (real) contractTests(`the reader at ${real}`, readerContract, () => readerAt(real, kind));
else process.stderr.write('NOT RUN: the reader contract on real hardware; KIOSK_TEST_READER names no reader\n');
