import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../bytes.ts';
import { SimulatedClock } from '../clock.ts';
import { type StreamEnd, StreamLost } from '../stream.ts';
import { memoryLine } from './memory.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

function listen(stream: { onData(listener: (bytes: Uint8Array) => void): unknown }): {
  text(): string;
  pieces: string[];
} {
  const pieces: string[] = [];
  stream.onData((piece) => pieces.push(Buffer.from(piece).toString('latin1')));
  return { text: () => pieces.join(''), pieces };
}

/** Everything that needs no timer. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a line in memory', () => {
  test('carries bytes both ways without any timer', async () => {
    const line = memoryLine();
    const host = await line.open();
    const atDevice = listen(line.device);
    const atHost = listen(host);
    await host.write(bytes('ping'));
    await line.device.write(bytes('pong'));
    await settled();
    expect([atDevice.text(), atHost.text()]).toEqual(['ping', 'pong']);
  });

  test('what arrives before anyone listens is kept, and flush throws it away', async () => {
    const line = memoryLine();
    const host = await line.open();
    await line.device.write(bytes('early'));
    await settled();
    const first = listen(host);
    await settled();
    expect(first.text()).toBe('early');

    const again = memoryLine();
    const other = await again.open();
    await again.device.write(bytes('old'));
    await settled();
    await other.flush();
    const late = listen(other);
    await settled();
    expect(late.text()).toBe('');
  });

  test('a line speed: bytes arrive when the last of them has been sent, one write after the other', async () => {
    const clock = new SimulatedClock();
    const line = memoryLine({ timing: { baud: 10_000, clock } });
    const host = await line.open();
    const atDevice = listen(line.device);
    await host.write(bytes('12345'));
    await host.write(bytes('67'));
    await clock.advance(4.9);
    expect(atDevice.text()).toBe('');
    await clock.advance(0.1);
    expect(atDevice.text()).toBe('12345');
    await clock.advance(2);
    expect(atDevice.text()).toBe('1234567');
  });

  test('any chunking keeps the bytes and their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 50 })),
        fc.integer({ min: -1, max: 9 }),
        async (parts, size) => {
          const line = memoryLine({ chunk: () => size });
          const host = await line.open();
          const pieces: Uint8Array[] = [];
          line.device.onData((piece) => pieces.push(piece));
          for (const part of parts) await host.write(part);
          await settled();
          expect(concat(...pieces)).toEqual(concat(...parts));
          expect(pieces.every((piece) => piece.length <= Math.max(1, size))).toBe(true);
        },
      ),
    );
  });

  test('cut: the host loses the stream at once, nothing opens, nothing passes; healed: it opens again', async () => {
    const line = memoryLine();
    const host = await line.open();
    const ends: StreamEnd[] = [];
    host.onEnd((end) => ends.push(end));
    const atDevice = listen(line.device);
    void host.write(bytes('on its way'));
    line.faults.cut();
    await settled();
    expect(ends).toEqual(['lost']);
    expect(atDevice.text()).toBe('');
    await expect(host.write(bytes('x'))).rejects.toThrow(StreamLost);
    await expect(line.open()).rejects.toThrow(StreamLost);
    await line.device.write(bytes('into the air'));

    line.faults.heal();
    const again = await line.open();
    const atHost = listen(again);
    await line.device.write(bytes('back'));
    await settled();
    expect(atHost.text()).toBe('back');
    expect(ends).toEqual(['lost']);
  });

  test('closing is told as closed, once, and a second host cannot open what is open', async () => {
    const line = memoryLine();
    const host = await line.open();
    await expect(line.open()).rejects.toThrow(StreamLost);
    const ends: StreamEnd[] = [];
    host.onEnd((end) => ends.push(end));
    await host.close();
    await host.close();
    expect(ends).toEqual(['closed']);
    await line.open();
  });

  test('faults strike the byte they name and no other', async () => {
    const line = memoryLine();
    const host = await line.open();
    const atHost = listen(host);
    line.faults.garble('to-host', 1, 0x20);
    line.faults.drop('to-host', 3, 2);
    await line.device.write(bytes('ABCDEFG'));
    await settled();
    expect(atHost.text()).toBe('AbCFG');

    line.faults.garble('to-host', 5);
    line.faults.clear();
    line.faults.stall('to-host');
    await line.device.write(bytes('waits'));
    await settled();
    expect(atHost.text()).toBe('AbCFG');
    line.faults.resume('to-host');
    expect(atHost.text()).toBe('AbCFGwaits');
  });
});
