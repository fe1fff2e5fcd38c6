import type { Clock } from '../clock.ts';
import type { Result } from '../result.ts';
import type { ByteStream } from '../stream.ts';
import type { AirFailure, Dialect } from './dialect.ts';
import { ChipLink, type LinkCounters, type LinkFailure } from './link.ts';
import type { Detection, FieldBefore } from './port.ts';

/** A stream that was just opened, and what the driver wants to hear of it. */
export interface OpenedLine {
  readonly stream: ByteStream;
  readonly clock: Clock;
  readonly counters: LinkCounters;
  /** Called once when the stream ends although nobody closed it. */
  readonly onLost: () => void;
}

/** One opened reader, whatever it speaks: what the driver and its recovery ladder need of it. See Dialect. */
export interface Session {
  initialise(): Promise<Result<string, LinkFailure>>;
  resynchronise(nonce: number): Promise<Result<void, LinkFailure>>;
  detect(field: FieldBefore): Promise<Result<Detection, LinkFailure>>;
  exchange(packet: Uint8Array, timeoutMs: number): Promise<Result<Uint8Array, LinkFailure | AirFailure>>;
  fieldOff(): Promise<Result<void, LinkFailure>>;
  close(): Promise<void>;
}

/** A chip of the PN53x family. */
export function chipSession(dialect: Dialect, { stream, clock, counters, onLost }: OpenedLine): Session {
  const link = new ChipLink(stream, clock, counters, onLost);
  return {
    initialise: () => dialect.initialise(link),
    resynchronise: (nonce) => dialect.resynchronise(link, nonce),
    detect: (field) => dialect.detect(link, field),
    exchange: (packet, timeoutMs) => dialect.exchange(link, packet, timeoutMs),
    fieldOff: () => dialect.fieldOff(link),
    close: () => link.close(),
  };
}
