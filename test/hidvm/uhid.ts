import { closeSync, openSync, read, writeSync } from 'node:fs';
import type { ByteStream, StreamEnd } from '../../hardware/stream.ts';

/** What the kernel is told that was plugged in. */
export interface UhidDevice {
  readonly name: string;
  readonly vendorId: number;
  readonly productId: number;
  /** HID report descriptor. */
  readonly descriptor: Uint8Array;
  /** Whether its reports have numbers. A host writes 0 in front of those that have none. */
  readonly numbered: boolean;
}

/**
 * A virtual USB HID device, made through /dev/uhid: programs open it as /dev/hidraw*, like any other. The device's end of
 * it is a stream of reports for a simulator, which lives through unplugging and plugging in again.
 */
export interface VirtualHid {
  readonly stream: ByteStream;
  plug(): void;
  unplug(): void;
}

/** Of the kernel's uapi/linux/uhid.h: kinds of event, and where things stand in one. Everything is packed, little endian. */
const event = { destroy: 1, stop: 3, output: 6, create2: 11, input2: 12 } as const;
const dataBytes = 4_096;
const create = { name: 4, descriptorSize: 260, bus: 262, vendor: 264, product: 268, descriptor: 280 } as const;
const eventBytes = create.descriptor + dataBytes;
const busUsb = 3;

export function virtualHid(device: UhidDevice): VirtualHid {
  const listeners = new Set<(report: Uint8Array) => void>();
  const endListeners = new Set<(end: StreamEnd) => void>();
  let handle: number | null = null;

  /** One event a read; the read that is under way ends with the stop that follows on unplugging. */
  function listen(open: number): void {
    const buffer = Buffer.alloc(eventBytes);
    read(open, buffer, 0, eventBytes, null, (error) => {
      const type = error ? event.stop : buffer.readUInt32LE(0);
      if (type === event.output) {
        const size = buffer.readUInt16LE(4 + dataBytes);
        const report = new Uint8Array(buffer.subarray(4, 4 + size));
        for (const listener of [...listeners]) listener(report);
      }
      if (handle === open) listen(open);
      else if (type === event.stop) closeSync(open);
      else listen(open);
    });
  }

  return {
    plug() {
      if (handle !== null) return;
      handle = openSync('/dev/uhid', 'r+');
      writeSync(handle, creation(device));
      listen(handle);
    },
    unplug() {
      if (handle === null) return;
      const open = handle;
      handle = null;
      const destroy = Buffer.alloc(4);
      destroy.writeUInt32LE(event.destroy, 0);
      writeSync(open, destroy);
    },
    stream: {
      async write(report) {
        if (handle === null) return;
        const input = Buffer.alloc(6 + report.length);
        input.writeUInt32LE(event.input2, 0);
        input.writeUInt16LE(report.length, 4);
        input.set(report, 6);
        writeSync(handle, input);
      },
      onData(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      onEnd(listener) {
        endListeners.add(listener);
        return () => endListeners.delete(listener);
      },
      async flush() {},
      async close() {
        for (const listener of endListeners) listener('closed');
      },
    },
  };
}

function creation({ name, vendorId, productId, descriptor }: UhidDevice): Buffer {
  const bytes = Buffer.alloc(eventBytes);
  bytes.writeUInt32LE(event.create2, 0);
  bytes.write(name, create.name, 'latin1');
  bytes.writeUInt16LE(descriptor.length, create.descriptorSize);
  bytes.writeUInt16LE(busUsb, create.bus);
  bytes.writeUInt32LE(vendorId, create.vendor);
  bytes.writeUInt32LE(productId, create.product);
  bytes.set(descriptor, create.descriptor);
  return bytes;
}

/** A descriptor for reports of these numbers (none: reports without a number) and so many bytes, in both directions. */
export function vendorDescriptor(numbers: readonly number[], bytes: number): Uint8Array {
  // Vendor page FF00, usage 1, collection; values 0–255, eight bits each.
  const opening = [0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08];
  const both = [0x95, bytes, 0x09, 0x01, 0x81, 0x02, 0x95, bytes, 0x09, 0x01, 0x91, 0x02];
  const reports = numbers.length === 0 ? both : numbers.flatMap((number) => [0x85, number, ...both]);
  return Uint8Array.from([...opening, ...reports, 0xc0]);
}
