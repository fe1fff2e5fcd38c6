import { mkdtempSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { serialLine } from '../../hardware/lines/serial.ts';
import { type StreamEnd, StreamLost } from '../../hardware/stream.ts';
import type { DeviceLine } from '../../rig/device-line.ts';
import { openPseudoTerminal } from '../../rig/pty.ts';

const open: DeviceLine[] = [];
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.close();
});

function terminal(): DeviceLine {
  const made = openPseudoTerminal(join(mkdtempSync(join(tmpdir(), 'kiosk-pty-')), 'ttyREADER'));
  open.push(made);
  return made;
}

function collect(listen: (listener: (bytes: Uint8Array) => void) => unknown): { text: () => string } {
  const parts: Uint8Array[] = [];
  listen((bytes) => parts.push(bytes));
  return { text: () => Buffer.concat(parts).toString('latin1') };
}

describe('a serial line over a pseudo terminal', () => {
  test('carries every byte value unchanged in both directions', async () => {
    const pty = terminal();
    const every = Uint8Array.from({ length: 256 }, (_, value) => value);
    const atDevice = collect((listener) => pty.stream.onData(listener));
    const host = await serialLine(pty.path).open();
    const atHost = collect((listener) => host.onData(listener));

    await host.write(every);
    await pty.stream.write(every);

    const expected = Buffer.from(every).toString('latin1');
    await expect.poll(atDevice.text).toBe(expected);
    await expect.poll(atHost.text).toBe(expected);
    await host.close();
  });

  test('a host that closes and opens again finds the device still there', async () => {
    const pty = terminal();
    const atDevice = collect((listener) => pty.stream.onData(listener));
    const ends: StreamEnd[] = [];
    for (const word of ['first ', 'second']) {
      const host = await serialLine(pty.path).open();
      host.onEnd((end) => ends.push(end));
      await host.write(Buffer.from(word));
      await expect.poll(atDevice.text).toContain(word);
      await host.close();
    }
    expect(ends).toEqual(['closed', 'closed']);
  });

  test('unplugged: the stream is lost, writing and opening fail; plugged in again under the same name: it works', async () => {
    const pty = terminal();
    const line = serialLine(pty.path);
    const host = await line.open();
    host.onData(() => {});
    const ends: StreamEnd[] = [];
    host.onEnd((end) => ends.push(end));
    const before = readlinkSync(pty.path);

    pty.unplug();
    await expect.poll(() => ends).toEqual(['lost']);
    await expect(host.write(Buffer.from('x'))).rejects.toThrow(StreamLost);
    await expect(line.open()).rejects.toThrow(StreamLost);
    await expect(pty.stream.write(Buffer.from('into the air'))).resolves.toBeUndefined();

    pty.replug();
    const atDevice = collect((listener) => pty.stream.onData(listener));
    const again = await line.open();
    await again.write(Buffer.from('back'));
    await expect.poll(atDevice.text).toBe('back');
    await again.close();
    expect(before).toMatch(/^\/dev\//);
  });

  test('what nobody reads is thrown away; the device does not wait for ever', async () => {
    const pty = terminal();
    await expect(pty.stream.write(new Uint8Array(100_000))).resolves.toBeUndefined();
  });

  test('something that is no link is not replaced', () => {
    expect(() => openPseudoTerminal(tmpdir())).toThrow(/is no link/);
  });
});
