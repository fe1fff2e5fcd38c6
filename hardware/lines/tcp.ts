import { connect, type Socket } from 'node:net';
import { type ByteStream, type Line, type StreamEnd, StreamLost } from '../stream.ts';
import { delays } from './delays.ts';

/** A device behind a TCP port: a serial device server, or a simulator in another process. */
export function tcpLine(host: string, port: number): Line {
  const name = `tcp:${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    name,
    open: () =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port, noDelay: true, keepAlive: true });
        const failed = (cause: unknown): void => {
          socket.destroy();
          reject(new StreamLost(name, cause));
        };
        socket.setTimeout(delays.tcpConnect, () => failed('no answer'));
        socket.once('error', failed);
        socket.once('connect', () => {
          socket.setTimeout(0);
          socket.off('error', failed);
          resolve(socketStream(name, socket));
        });
      }),
  };
}

/** Either end of a connection as a byte stream; the simulators use it on the sockets that they accept. */
export function socketStream(name: string, socket: Socket): ByteStream {
  const endListeners = new Set<(end: StreamEnd) => void>();
  let closing = false;
  let ended = false;

  // An error is always followed by 'close', which says all that there is to say.
  socket.on('error', () => {});
  socket.on('end', () => socket.destroy());
  socket.on('close', () => {
    ended = true;
    for (const listener of [...endListeners]) listener(closing ? 'closed' : 'lost');
  });

  return {
    write(bytes) {
      if (ended || closing) return Promise.reject(new StreamLost(name));
      return new Promise((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(new StreamLost(name, error)) : resolve()));
      });
    },
    onData(listener) {
      const onData = (bytes: Buffer): void => listener(new Uint8Array(bytes));
      socket.on('data', onData);
      return () => socket.off('data', onData);
    },
    onEnd(listener) {
      endListeners.add(listener);
      return () => endListeners.delete(listener);
    },
    async flush() {},
    close() {
      if (ended || closing) return Promise.resolve();
      closing = true;
      return new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.destroy();
      });
    },
  };
}
