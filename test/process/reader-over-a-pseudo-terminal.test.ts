import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../hardware/bytes.ts';
import { createCardAccess } from '../../hardware/card/access.ts';
import { pointChargeRecord } from '../../hardware/card/icoca.ts';
import { simulatedTransitCard } from '../../hardware/card/simulator/spec.ts';
import { systemClock } from '../../hardware/clock.ts';
import { serialLine } from '../../hardware/lines/serial.ts';
import { createReader, type LineReader } from '../../hardware/reader/driver.ts';
import { createReaderSimulator, type ReaderModel, type ReaderSimulator } from '../../hardware/reader/simulator.ts';
import { PlainCard, packet } from '../../hardware/reader/testing/plain-card.ts';
import { createRigSam } from '../../hardware/sam/rig-sam.ts';
import type { DeviceLine } from '../../rig/device-line.ts';
import { openPseudoTerminal } from '../../rig/pty.ts';

/** The shipped driver over serialport, the simulator over a real terminal, real time. */
interface Setup {
  readonly terminal: DeviceLine;
  readonly simulator: ReaderSimulator;
  readonly reader: LineReader;
}

let folder: string;
const setups: Setup[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-reader-'));
});

afterEach(async () => {
  for (const { reader, simulator, terminal } of setups.splice(0)) {
    await reader.stop();
    simulator.stop();
    terminal.close();
  }
  rmSync(folder, { recursive: true });
});

function setUp(kind: ReaderModel): Setup {
  const terminal = openPseudoTerminal(join(folder, 'ttyREADER'));
  const simulator = createReaderSimulator({ stream: terminal.stream, clock: systemClock, model: kind });
  const reader = createReader({ kind, line: serialLine(terminal.path), clock: systemClock });
  const setup = { terminal, simulator, reader };
  setups.push(setup);
  return setup;
}

const until = (reader: LineReader, status: string): Promise<void> =>
  expect.poll(() => reader.status, { timeout: 10_000 }).toBe(status);

describe.each(['pn532', 'rcs620s'] as const)('%s over a pseudo terminal', (kind) => {
  test('finds a card and speaks to it; the host keeps to the protocol', async () => {
    const { simulator, reader } = setUp(kind);
    const card = new PlainCard();
    simulator.field.lay(card);
    reader.start();
    await until(reader, 'ready');
    expect(await reader.detect()).toMatchObject({ ok: true, value: { found: 'felica', card: { idm: card.idm } } });
    // Every byte value passes unchanged: no terminal setting eats or doubles one.
    const all = Array.from({ length: 245 }, (_, index) => (index + 11) % 256);
    for (const rest of [
      toHex(Uint8Array.from(all)),
      toHex(Uint8Array.from([0, 3, 4, 10, 13, 17, 19, 26, 28, 127, 255])),
    ]) {
      const answer = await reader.exchange(packet(0x7e, card.idm, rest), 100);
      expect(answer.ok && toHex(answer.value)).toBe(toHex(packet(0x7f, card.idm, rest)));
    }
    expect(simulator.breaches).toEqual([]);
    expect(reader.counters).toMatchObject({ damagedFrames: 0, strayFrames: 0, softResets: 0 });
  });

  test('a point charge, read back from the card itself', async () => {
    const { simulator, reader } = setUp(kind);
    const card = simulatedTransitCard({ kind: 'icoca', cardNumber: 'JW123456789012345', balanceYen: 1_200 });
    simulator.field.lay(card);
    reader.start();
    const access = createCardAccess({ reader, sam: createRigSam() });
    const opened = await access.keyed?.openValueSession(card.idm);
    if (!opened?.ok) throw new Error('no session');
    const session = opened.value;
    const after = { balanceYen: session.balanceYen + 500, updateNumber: session.updateNumber + 1 };
    const record = pointChargeRecord({ date: '2023-04-10', station: '0107', ...after });
    expect(await session.write({ ...after, record })).toMatchObject({ kind: 'written' });
    await session.end();
    expect(await access.readOpen(card.idm)).toMatchObject({ ok: true, value: after });
    expect({ balanceYen: card.balanceYen, commits: card.commits.length }).toEqual({ balanceYen: 1_700, commits: 1 });
    expect(simulator.breaches).toEqual([]);
  });

  test('unplugged while idle and while a card answers, plugged in again each time: it goes on without a restart', async () => {
    const { terminal, simulator, reader } = setUp(kind);
    const card = new PlainCard({ ms: 150 });
    simulator.field.lay(card);
    reader.start();
    await until(reader, 'ready');

    terminal.unplug();
    await until(reader, 'disconnected');
    expect(await reader.detect()).toEqual({ ok: false, error: { kind: 'reader-disconnected' } });
    terminal.replug();
    await until(reader, 'ready');
    expect(await reader.detect()).toMatchObject({ value: { found: 'felica' } });

    const answer = reader.exchange(packet(0x04, card.idm), 200);
    await expect.poll(() => card.heard.length).toBeGreaterThan(0);
    terminal.unplug();
    expect(await answer).toEqual({ ok: false, error: { kind: 'reader-disconnected' } });
    terminal.replug();
    await until(reader, 'ready');
    expect(await reader.detect()).toMatchObject({ value: { found: 'felica' } });
    expect(reader.counters.disconnections).toBe(2);
  });

  test('a reader that loses its power behind a living serial adapter is set up again', async () => {
    const { simulator, reader } = setUp(kind);
    simulator.field.lay(new PlainCard());
    reader.start();
    await until(reader, 'ready');
    simulator.powerOff();
    simulator.powerOn();
    expect(await reader.detect()).toMatchObject({ ok: true, value: { found: 'felica' } });
    expect(reader.status).toBe('ready');
  });
});

test('a reader that is not there yet is found when it comes', async () => {
  const path = join(folder, 'ttyREADER');
  const reader = createReader({ kind: 'pn532', line: serialLine(path), clock: systemClock });
  reader.start();
  await until(reader, 'disconnected');
  const terminal = openPseudoTerminal(path);
  const simulator = createReaderSimulator({ stream: terminal.stream, clock: systemClock });
  setups.push({ terminal, simulator, reader });
  await until(reader, 'ready');
});
