import { SerialPort } from 'serialport';
import { type ByteStream, type Line, type StreamEnd, StreamLost } from '../stream.ts';
import { endAtHangup } from './hangup.ts';

export interface SerialOptions {
  /** bit/s; 115,200 where the device says nothing else. */
  readonly baudRate?: number;
  readonly dataBits?: 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stopBits?: 1 | 2;
  readonly flowControl?: 'none' | 'xon-xoff' | 'rts-cts';
}

/** A serial port of the operating system, or a pseudo terminal, which looks the same. */
export function serialLine(path: string, options: SerialOptions = {}): Line {
  return {
    name: path,
    open: () =>
      new Promise((resolve, reject) => {
        const software = options.flowControl === 'xon-xoff';
        const port = new SerialPort({
          path,
          baudRate: options.baudRate ?? 115_200,
          dataBits: options.dataBits ?? 8,
          parity: options.parity ?? 'none',
          stopBits: options.stopBits ?? 1,
          rtscts: options.flowControl === 'rts-cts',
          xon: software,
          xoff: software,
          autoOpen: false,
        });
        port.open((error) => {
          if (error) return reject(new StreamLost(path, error));
          endAtHangup(port);
          resolve(serialStream(path, port));
        });
      }),
  };
}

function serialStream(path: string, port: SerialPort): ByteStream {
  const endListeners = new Set<(end: StreamEnd) => void>();
  const pendingWrites = new Set<(error: StreamLost) => void>();
  let closing = false;
  let ended = false;

  // An error is always followed by 'close' or shows in the write that failed; without a listener Node would throw it.
  port.on('error', () => {});
  port.on('close', () => {
    ended = true;
    // A write that was under way when the port went does not always get its callback (serialport's documentation of write).
    for (const fail of [...pendingWrites]) fail(new StreamLost(path));
    for (const listener of [...endListeners]) listener(closing ? 'closed' : 'lost');
  });

  return {
    write(bytes) {
      if (ended || closing) return Promise.reject(new StreamLost(path));
      return new Promise((resolve, reject) => {
        const fail = (error: StreamLost): void => {
          pendingWrites.delete(fail);
          reject(error);
        };
        pendingWrites.add(fail);
        port.write(Buffer.from(bytes), (error) => {
          if (error) return fail(new StreamLost(path, error));
          pendingWrites.delete(fail);
          resolve();
        });
      });
    },
    onData(listener) {
      const onData = (bytes: Buffer): void => listener(new Uint8Array(bytes));
      port.on('data', onData);
      return () => port.off('data', onData);
    },
    onEnd(listener) {
      endListeners.add(listener);
      return () => endListeners.delete(listener);
    },
    flush() {
      if (ended || closing) return Promise.resolve();
      return new Promise((resolve) => port.flush(() => resolve()));
    },
    close() {
      if (ended || closing) return Promise.resolve();
      closing = true;
      return new Promise((resolve) => port.close(() => resolve()));
    },
  };
}
