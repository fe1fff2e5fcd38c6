import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { type ByteStream, type StreamEnd, StreamLost } from '../stream.ts';
import { type HidDevice, hidLine } from './hid.ts';

/** node-hid's device as far as the line uses it; real ones are opened in test/process/hid-over-hidraw.test.ts. */
class FakeDevice extends EventEmitter implements HidDevice {
  readonly calls: string[] = [];
  isClosed = false;
  writes: (report: Buffer) => Promise<number> = async (report) => report.length;
  closes: () => Promise<void> = async () => {};

  constructor() {
    super();
    // As node-hid does: it begins to read a tick after the first listener came.
    this.on('newListener', (name) => {
      if (name === 'data') process.nextTick(() => this.#read());
    });
  }

  #read(): void {
    this.calls.push('read');
    if (this.isClosed) throw new TypeError('device has been closed');
  }

  write(report: Buffer): Promise<number> {
    this.calls.push(`write ${report.toString('hex')}`);
    return this.writes(report);
  }
  pause(): void {
    this.calls.push('pause');
  }
  close(): Promise<void> {
    this.calls.push('close');
    this.isClosed = true;
    return this.closes();
  }
}

async function opened(): Promise<{ device: FakeDevice; stream: ByteStream; heard: string[]; ends: StreamEnd[] }> {
  const device = new FakeDevice();
  const stream = await hidLine({ vendorId: 0x191a, productId: 0x8003 }, async () => device).open();
  const heard: string[] = [];
  const ends: StreamEnd[] = [];
  stream.onData((report) => heard.push(Buffer.from(report).toString('hex')));
  stream.onEnd((end) => ends.push(end));
  expect(device.calls).toEqual(['read']);
  device.calls.length = 0;
  return { device, stream, heard, ends };
}

test('reports go whole in both directions', async () => {
  const { device, stream, heard } = await opened();
  await stream.write(Uint8Array.of(0, 1, 2));
  device.emit('data', Buffer.from('0102', 'hex'));
  device.emit('data', Buffer.from('03', 'hex'));
  expect(device.calls).toEqual(['write 000102']);
  expect(heard).toEqual(['0102', '03']);
});

test('unplugged while it is read: the stream is lost, reading stops before it is closed, and once', async () => {
  const { device, stream, heard, ends } = await opened();
  device.emit('error', 'could not read from HID device');
  device.emit('error', 'could not read from HID device');
  device.emit('data', Buffer.from('99', 'hex'));
  expect(ends).toEqual(['lost']);
  expect(heard).toEqual([]);
  await stream.close();
  expect(device.calls).toEqual(['pause', 'close']);
  await expect(stream.write(Uint8Array.of(0))).rejects.toThrow(StreamLost);
});

test('unplugged while it is written to: the write fails and the stream is lost', async () => {
  const { device, stream, ends } = await opened();
  device.writes = () => Promise.reject(new Error('Cannot write to hid device'));
  await expect(stream.write(Uint8Array.of(0))).rejects.toThrow(StreamLost);
  expect(ends).toEqual(['lost']);
  expect(device.calls.slice(1)).toEqual(['pause', 'close']);
});

test('a write that never ends fails when the device goes, and does not hold the close back', async () => {
  vi.useFakeTimers();
  try {
    const { device, stream, ends } = await opened();
    device.writes = () => new Promise(() => {});
    device.closes = () => new Promise(() => {});
    const write = stream.write(Uint8Array.of(0));
    const closed = stream.close();
    await expect(write).rejects.toThrow(StreamLost);
    await vi.advanceTimersByTimeAsync(2_000);
    await closed;
    expect(ends).toEqual(['closed']);
  } finally {
    vi.useRealTimers();
  }
});

test('closing fails inside node-hid: closed all the same', async () => {
  const { device, stream, ends } = await opened();
  device.closes = () => Promise.reject(new Error('device has been closed'));
  await stream.close();
  expect(ends).toEqual(['closed']);
});

test('no such device: opening fails, with the shipped driver too', async () => {
  const refused = hidLine({ path: '/dev/hidraw0' }, () => Promise.reject(new Error('cannot open device')));
  await expect(refused.open()).rejects.toThrow('the line hid:/dev/hidraw0 was lost');
  await expect(hidLine({ path: '/dev/no-such-hidraw' }).open()).rejects.toThrow(StreamLost);
  await expect(hidLine({ vendorId: 0xfffe, productId: 0xfffe }).open()).rejects.toThrow(StreamLost);
});
