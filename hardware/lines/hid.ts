import type { EventEmitter } from 'node:events';
import type { HIDAsync } from 'node-hid';
import { type ByteStream, type Line, type StreamEnd, StreamLost } from '../stream.ts';
import { delays } from './delays.ts';

/** Which device: by the numbers of its maker and product (`0acd:3530`, hexadecimal), or by its node (`/dev/hidraw0`). */
export type HidAddress = { readonly vendorId: number; readonly productId: number } | { readonly path: string };

/** What this line needs of an open node-hid device; tests have their own. */
export type HidDevice = Pick<EventEmitter, 'on'> &
  Pick<HIDAsync, 'pause' | 'close'> & { write(report: Buffer): Promise<number> };

/**
 * A USB HID device. Its stream carries reports, never parts of them: each `write` is one output report and each chunk
 * that comes in is one input report, both with the report's number in front (0 on output where the device numbers none).
 * In tests a memory line without chunking takes its place.
 */
export function hidLine(address: HidAddress, open: (address: HidAddress) => Promise<HidDevice> = openDevice): Line {
  const name = nameOf(address);
  return {
    name,
    async open() {
      try {
        const stream = reportStream(name, await open(address));
        await reading();
        return stream;
      } catch (error) {
        throw new StreamLost(name, error);
      }
    },
  };
}

function nameOf(address: HidAddress): string {
  if ('path' in address) return `hid:${address.path}`;
  const hex = (number: number): string => number.toString(16).padStart(4, '0');
  return `hid:${hex(address.vendorId)}:${hex(address.productId)}`;
}

/** Loaded only where such a device is opened. hidraw: the kernel's own driver stays in place, and no root is needed. */
async function openDevice(address: HidAddress): Promise<HidDevice> {
  const hid = await import('node-hid');
  hid.setDriverType('hidraw');
  if ('path' in address) return hid.HIDAsync.open(address.path);
  return hid.HIDAsync.open(address.vendorId, address.productId);
}

function reportStream(name: string, device: HidDevice): ByteStream {
  const dataListeners = new Set<(bytes: Uint8Array) => void>();
  const endListeners = new Set<(end: StreamEnd) => void>();
  const pendingWrites = new Set<(error: StreamLost) => void>();
  let released: Promise<void> | null = null;

  // Reading never pauses: it is the only way to learn that the device was unplugged (node-hid has no 'close').
  device.on('data', (report: Buffer) => {
    if (released) return;
    for (const listener of [...dataListeners]) listener(new Uint8Array(report));
  });
  // Without a listener node-hid would throw it into the process.
  device.on('error', () => void end('lost'));

  function end(why: StreamEnd): Promise<void> {
    if (released) return released;
    released = release(device);
    for (const fail of [...pendingWrites]) fail(new StreamLost(name));
    for (const listener of [...endListeners]) listener(why);
    return released;
  }

  return {
    write(bytes) {
      if (released) return Promise.reject(new StreamLost(name));
      return new Promise((resolve, reject) => {
        const fail = (error: StreamLost): void => {
          pendingWrites.delete(fail);
          reject(error);
        };
        pendingWrites.add(fail);
        device.write(Buffer.from(bytes)).then(
          () => {
            pendingWrites.delete(fail);
            resolve();
          },
          (error: unknown) => {
            fail(new StreamLost(name, error));
            // A device that does not take its report is gone, or of no use until it is opened again.
            void end('lost');
          },
        );
      });
    },
    onData(listener) {
      dataListeners.add(listener);
      return () => dataListeners.delete(listener);
    },
    onEnd(listener) {
      endListeners.add(listener);
      return () => endListeners.delete(listener);
    },
    async flush() {},
    close: () => end('closed'),
  };
}

/**
 * node-hid begins to read on the tick after somebody listens, and throws into the process if the device was closed until
 * then; ticks come in order, so after this one it reads.
 */
function reading(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/**
 * Stops reading before it closes: hid_close under a running read hangs or crashes the process (node-hid, issues 61, 230,
 * 559). A write that the device does not take may hold the close back; it then ends by itself, without us.
 */
function release(device: HidDevice): Promise<void> {
  device.pause();
  return new Promise((resolve) => {
    const enough = setTimeout(resolve, delays.hidClose);
    const done = (): void => {
      clearTimeout(enough);
      resolve();
    };
    device.close().then(done, done);
  });
}
