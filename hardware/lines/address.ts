import { fail, ok, type Result } from '../result.ts';
import type { Line } from '../stream.ts';
import { type SerialOptions, serialLine } from './serial.ts';
import { tcpLine } from './tcp.ts';

export interface BadAddress {
  readonly kind: 'bad-address';
  /** One line a person can act on. */
  readonly detail: string;
}

/**
 * The line that an address in the configuration means: `serial:/dev/ttyUSB0`, plain `/dev/ttyUSB0` (any absolute path),
 * `serial:COM3`, `tcp:127.0.0.1:7001`, `tcp:[::1]:7001`. `serial` holds for serial addresses only.
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
  return fail({
    kind: 'bad-address',
    detail: `"${address}" is no address of a device: write serial:/dev/NAME or tcp:HOST:PORT`,
  });
}
