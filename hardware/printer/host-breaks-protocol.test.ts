import { describe, expect, test } from 'vitest';
import { fromHex } from '../bytes.ts';
import { SimulatedClock } from '../clock.ts';
import { memoryLine } from '../lines/memory.ts';
import { createPrinterSimulator, type SimulatorOptions } from './simulator.ts';

async function host(options: Partial<SimulatorOptions> = {}) {
  const clock = new SimulatedClock();
  const line = memoryLine();
  const simulator = createPrinterSimulator({ stream: line.device, clock, ...options });
  const stream = await line.open();
  const heard: number[] = [];
  stream.onData((bytes) => heard.push(...bytes));
  const send = async (hex: string): Promise<void> => {
    await stream.write(fromHex(hex));
    await clock.advance(0);
  };
  return { clock, simulator, heard, send };
}

/** A raster of two rows of three bytes in which DLE EOT 1 is hidden. */
const raster = '1d763000 0300 0200 ff1004 01ffff';

describe('a real-time command inside a raster', () => {
  test('is a breach, and is taken as data', async () => {
    const { simulator, heard, send } = await host();
    await send(raster);
    expect(simulator.breaches).toEqual([{ kind: 'real-time-inside-command' }]);
    expect(heard).toEqual([]);
    await send('100401');
    expect(heard).toEqual([0x12]);
  });

  test('is carried out where the printer is as real ones are', async () => {
    const { heard, send } = await host({ realTimeInData: true });
    await send(raster);
    expect(heard).toEqual([0x12]);
  });
});

test('a host that does not stop at XOFF: what does not fit is thrown away and counted', async () => {
  const { simulator, heard, send } = await host();
  simulator.faults.stall();
  await send('41'.repeat(4_200));
  expect(heard).toEqual([0x13]);
  expect(simulator.buffered).toBe(4_096);
  expect(simulator.breaches).toEqual([{ kind: 'overflow', bytes: 104 }]);
});

test('XOFF at 128 free bytes, XON at 256, each once', async () => {
  const { clock, simulator, heard, send } = await host();
  simulator.faults.stall();
  await send('0a'.repeat(4_096 - 129));
  expect(heard).toEqual([]);
  await send('0a');
  expect(heard).toEqual([0x13]);
  simulator.faults.resume();
  await clock.advance(120_000);
  expect(heard).toEqual([0x13, 0x11]);
  expect(simulator.buffered).toBe(0);
});

test('Japanese without FS C 1 is rubbish on this paper too', async () => {
  const { clock, simulator, send } = await host();
  await send('97cc8efb8f91 0a 1d564200');
  await clock.advance(2_000);
  expect(simulator.paper[0]?.text).toBe('□□□□□□');
});

test('questions are answered when the buffer is full and when the printer is offline', async () => {
  const { simulator, heard, send } = await host({ holdWhenOffline: false });
  simulator.openCover();
  await send('100401 100402 100403 100404');
  expect(heard).toEqual([0x1a, 0x16, 0x12, 0x12]);
});
