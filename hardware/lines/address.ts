import { fail, ok, type Result } from '../result.ts';
import type { Line } from '../stream.ts';
import { hidLine } from './hid.ts';
import { type SerialOptions, serialLine } from './serial.ts';
import { tcpLine } from './tcp.ts';

export interface BadAddress {
  readonly kind: 'bad-address';
  /** One line a person can act on. */
  readonly detail: string;
}

/**
 * The line that an address in the configuration means: `serial:/dev/ttyUSB0`, plain `/dev/ttyUSB0` (any absolute path),
 * `serial:COM3`, `tcp:127.0.0.1:7001`, `tcp:[::1]:7001`, `hid:0acd:3530` (maker and product), `hid:/dev/hidraw0`.
 * `serial` holds for serial addresses only.
 */
export function lineFrom(address: string, serial: SerialOptions = {}): Result<Line, BadAddress> {
  if (address.startsWith('/')) return ok(serialLine(address, serial));
  if (address.startsWith('serial:') && address.length > 'serial:'.length) {
    return ok(serialLine(address.slice('serial:'.length), serial));
  }
  const tcp = /^tcp:(?:\[([0-9a-f:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/i.exec(address);
  const host = tcp?.[1] ?? tcp?.[2];
  const port = Number(tcp?.[3]);
  if (host !== undefined && port >= 1 && port <= 65_535) return ok(tcpLine(host, port));
  const hid = /^hid:(?:([0-9a-f]{4}):([0-9a-f]{4})|(\/.+))$/i.exec(address);
  if (hid?.[3] !== undefined) return ok(hidLine({ path: hid[3] }));
  if (hid)
    return ok(hidLine({ vendorId: Number.parseInt(hid[1] ?? '', 16), productId: Number.parseInt(hid[2] ?? '', 16) }));
  return fail({
    kind: 'bad-address',
    detail: `"${address}" is no address of a device: write serial:/dev/NAME, tcp:HOST:PORT or hid:VENDOR:PRODUCT`,
  });
}
