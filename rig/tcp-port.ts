import { createServer, type Server, type Socket } from 'node:net';
import type { ByteStream, StreamEnd } from '../hardware/stream.ts';
import type { DeviceLine } from './device-line.ts';

/**
 * A device behind a TCP port of the loopback address, as behind a serial device server: one host at a time, the newest.
 * `port` 0: any free one, kept over `replug`. Rejects where the port is taken.
 */
export async function openTcpPort(port: number): Promise<DeviceLine> {
  const device = new TcpDevice();
  await device.listen(port);
  return device;
}

class TcpDevice implements DeviceLine, ByteStream {
  readonly #data = new Set<(bytes: Uint8Array) => void>();
  readonly #ends = new Set<(end: StreamEnd) => void>();
  #server: Server | null = null;
  #socket: Socket | null = null;
  #port = 0;

  get stream(): ByteStream {
    return this;
  }

  get path(): string {
    return `tcp:127.0.0.1:${this.#port}`;
  }

  get isPlugged(): boolean {
    return this.#server !== null;
  }

  listen(port: number): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port }, () => {
        const address = server.address();
        if (typeof address === 'object' && address) this.#port = address.port;
        resolve();
      });
    });
  }

  unplug(): void {
    this.#server?.close();
    this.#server = null;
    this.#socket?.destroy();
    this.#socket = null;
  }

  replug(): void {
    // Taken by another program meanwhile: then it stays unplugged.
    if (!this.#server) this.listen(this.#port).catch(() => this.unplug());
  }

  async close(): Promise<void> {
    this.unplug();
    for (const listener of [...this.#ends]) listener('closed');
    this.#ends.clear();
  }

  async write(bytes: Uint8Array): Promise<void> {
    // Nobody there: what the device says goes nowhere.
    this.#socket?.write(bytes);
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    this.#data.add(listener);
    return () => this.#data.delete(listener);
  }

  onEnd(listener: (end: StreamEnd) => void): () => void {
    this.#ends.add(listener);
    return () => this.#ends.delete(listener);
  }

  async flush(): Promise<void> {}

  #accept(socket: Socket): void {
    this.#socket?.destroy();
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null;
    });
    socket.on('data', (bytes: Buffer) => {
      for (const listener of [...this.#data]) listener(new Uint8Array(bytes));
    });
  }
}
