import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { type StreamEnd, StreamLost } from '../stream.ts';
import { lineFrom } from './address.ts';
import { socketStream, tcpLine } from './tcp.ts';

describe('addresses of devices', () => {
  test.each([
    ['/dev/ttyUSB0', '/dev/ttyUSB0'],
    ['serial:/dev/serial/by-id/usb-FTDI', '/dev/serial/by-id/usb-FTDI'],
    ['serial:COM3', 'COM3'],
    ['tcp:127.0.0.1:7001', 'tcp:127.0.0.1:7001'],
    ['tcp:reader.local:65535', 'tcp:reader.local:65535'],
    ['tcp:[::1]:7001', 'tcp:[::1]:7001'],
    ['hid:0ACD:3530', 'hid:0acd:3530'],
    ['hid:/dev/hidraw0', 'hid:/dev/hidraw0'],
  ])('%s', (address, name) => {
    expect(lineFrom(address)).toMatchObject({ ok: true, value: { name } });
  });

  test.each([
    '',
    'ttyUSB0',
    'serial:',
    'tcp:host',
    'tcp:host:0',
    'tcp:host:65536',
    'tcp:::1:7001',
    'tcp::7001',
    'tcp:a b:1',
    'hid:acd:3530',
    'hid:0acd:3530:1',
    'hid:hidraw0',
  ])('not an address: "%s"', (address) => {
    expect(lineFrom(address)).toMatchObject({ ok: false, error: { kind: 'bad-address' } });
  });

  test('any text gives a line or an error', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof lineFrom(text).ok === 'boolean'));
  });
});

describe('a line over TCP', () => {
  let server: Server | null = null;
  afterEach(() => server?.close());

  async function serve(onStream: (stream: ReturnType<typeof socketStream>) => void): Promise<number> {
    server = createServer((socket) => onStream(socketStream('device', socket)));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  test('carries bytes; the other side going away is lost, closing ourselves is closed', async () => {
    const ends: StreamEnd[] = [];
    let farEnd: ReturnType<typeof socketStream> | undefined;
    const port = await serve((stream) => {
      farEnd = stream;
      stream.onData((piece) => void stream.write(piece));
    });
    const line = tcpLine('127.0.0.1', port);
    const first = await line.open();
    first.onEnd((end) => ends.push(end));
    let heard = '';
    first.onData((piece) => {
      heard += Buffer.from(piece).toString('latin1');
    });
    await first.write(Buffer.from('echo'));
    await expect.poll(() => heard).toBe('echo');
    await farEnd?.close();
    await expect.poll(() => ends).toEqual(['lost']);
    await expect(first.write(Buffer.from('x'))).rejects.toThrow(StreamLost);

    const second = await line.open();
    second.onEnd((end) => ends.push(end));
    await second.close();
    expect(ends).toEqual(['lost', 'closed']);
  });

  test('nobody there: opening fails', async () => {
    const port = await serve(() => {});
    await new Promise((resolve) => server?.close(resolve));
    await expect(tcpLine('127.0.0.1', port).open()).rejects.toThrow(StreamLost);
  });
});
