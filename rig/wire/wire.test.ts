import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fromHex, toHex } from '../../hardware/bytes.ts';
import { SimulatedClock } from '../../hardware/clock.ts';
import { memoryLine } from '../../hardware/lines/memory.ts';
import { createPrinter } from '../../hardware/printer/driver.ts';
import { createPrinterSimulator } from '../../hardware/printer/simulator.ts';
import { commandFrame } from '../../hardware/reader/codec.ts';
import { createReader } from '../../hardware/reader/driver.ts';
import { createReaderSimulator } from '../../hardware/reader/simulator.ts';
import { PlainCard } from '../../hardware/reader/testing/plain-card.ts';
import { checkRecording } from './check.ts';
import { messageReader } from './messages.ts';
import { DeviceName, type Recording, readRecording, recordInto } from './recording.ts';
import { replay } from './replay.ts';
import { tapped } from './wire.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-wire-'));
  file = join(folder, 'wire.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function recorded(): Recording {
  const recording = readRecording(file);
  if (!recording.ok) throw new Error(recording.error);
  return recording.value;
}

async function stopped(reader: { stop(): Promise<void> }, clock: SimulatedClock): Promise<void> {
  const stopping = reader.stop();
  await clock.advance(1_000);
  await stopping;
}

/** The device answers as recorded, at the end of a new line. */
function replayed(recording: Recording) {
  const clock = new SimulatedClock();
  const line = memoryLine({ name: 'replayed' });
  return { clock, line, device: replay({ recording, stream: line.device, clock }) };
}

test('a reader that was recorded is found again in its recording, with the card that lay on it', async () => {
  const clock = new SimulatedClock();
  const line = memoryLine({ name: 'recorded', chunk: () => 3 });
  const recording = recordInto(file, 'reader', 'recorded');
  const simulator = createReaderSimulator({ stream: tapped(line.device, clock, recording.say), clock });
  const card = new PlainCard();
  simulator.field.lay(card);
  const reader = createReader({ kind: 'pn532', line, clock });
  reader.start();
  await clock.advanceUntil(() => reader.status === 'ready');
  const looked = reader.detect();
  await clock.advance(1_000);
  expect(await looked).toMatchObject({ value: { found: 'felica' } });
  await stopped(reader, clock);
  recording.close();

  const again = recorded();
  expect(checkRecording(again)).toMatchObject({ ok: true });
  const { clock: later, line: other, device } = replayed(again);
  const copy = createReader({ kind: 'pn532', line: other, clock: later });
  copy.start();
  await later.advanceUntil(() => copy.status === 'ready');
  const seen = copy.detect();
  await later.advance(1_000);
  expect(await seen).toMatchObject({ value: { found: 'felica', card: { idm: card.idm } } });
  expect(device.breaches).toEqual([]);
  await stopped(copy, later);
});

test('a printer that was recorded proves the same receipt again, and no other', async () => {
  const clock = new SimulatedClock();
  const line = memoryLine({ name: 'recorded' });
  const recording = recordInto(file, 'printer', 'recorded');
  createPrinterSimulator({ stream: tapped(line.device, clock, recording.say), clock });
  const first = createPrinter({ line, clock, widthMm: 80, proof: 'process-id' });
  first.start();
  await clock.advance(500);
  const printed = first.print({ number: 1, markup: '合計 | 500円' });
  await clock.advance(10_000);
  expect(await printed).toEqual({ ok: true, value: 'printed' });
  recording.close();

  const again = recorded();
  expect(checkRecording(again)).toMatchObject({ ok: true });
  const { clock: later, line: other, device } = replayed(again);
  const second = createPrinter({ line: other, clock: later, widthMm: 80, proof: 'process-id' });
  second.start();
  await later.advance(500);
  expect(second.status).toBe('ready');
  const same = second.print({ number: 1, markup: '合計 | 500円' });
  await later.advance(10_000);
  expect(await same).toEqual({ ok: true, value: 'printed' });
  expect(device.breaches).toEqual([]);
  const another = second.print({ number: 2, markup: '合計 | 500円' });
  await later.advance(60_000);
  expect(await another).toMatchObject({ error: { kind: 'unknown' } });
  expect(device.breaches.some((said) => said.startsWith('process-id'))).toBe(true);
});

test.each([
  ['02', 'GetFirmwareVersion'],
  ['32 01 01', 'RFConfiguration: field on'],
  ['4a 02 01 00 0003 01 03', 'InListPassiveTarget: felica212 system 0003'],
  ['40 01 0a 16 0102030405060708', 'to the card: Write'],
])('the command %s in words: %s', (data, words) => {
  const bytes = commandFrame(fromHex(data));
  expect(messageReader('reader')({ from: 'host', bytes }).map((message) => message.words)).toEqual([words]);
});

test('any bytes in any pieces are read without an exception', () => {
  const piece = fc.record({
    from: fc.constantFrom('host', 'device'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...DeviceName.options), fc.array(piece, { maxLength: 12 }), (device, pieces) => {
      const read = messageReader(device);
      for (const each of pieces) {
        for (const { words, key } of read(each)) expect(`${words}${key}`, toHex(each.bytes)).not.toBe('');
      }
    }),
  );
});

test('a line that is no recording, and bytes that no codec knows, are named by their line', () => {
  const head = '{"wire":1,"device":"reader","line":"x"}';
  const tried = (...lines: string[]) => {
    writeFileSync(file, `${lines.join('\n')}\n`);
    const recording = readRecording(file);
    const checked = recording.ok ? checkRecording(recording.value) : recording;
    return checked.ok ? 'understood' : checked.error;
  };
  expect(tried('{"wire":2}')).toContain(`${file}: line 1: wire: `);
  expect(tried(head, '{"at":1,"from":"host","hex":"0"}')).toContain(`${file}: line 2: hex: bytes in hexadecimal`);
  expect(tried(head, '{"at":1,')).toContain(`${file}: line 2: not JSON`);
  const ack = '{"at":0,"from":"device","hex":"0000ff00ff00"}';
  expect(tried(head, ack)).toBe('understood');
  expect(tried(head, ack, '{"at":1,"from":"device","hex":"0000ff02fed501ff00"}')).toBe(
    'line 3: the device said what no codec knows: damaged frame (checksum)',
  );
  expect(tried(head.replace('reader', 'printer'), '{"at":1,"from":"host","hex":"1b01"}')).toBe(
    'line 2: the host said what no codec knows: unknown',
  );
});
