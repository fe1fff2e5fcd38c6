import type { Clock } from '../clock.ts';
import { type ByteStream, type Line, type StreamEnd, StreamLost } from '../stream.ts';

export type Direction = 'to-host' | 'to-device';

export interface MemoryLineOptions {
  readonly name?: string;
  /**
   * Line speed in bit/s at 8N1, ten bits a byte: a chunk arrives when its last byte has. Needs a clock. Without it bytes
   * arrive as soon as the running code has ended (a microtask), without any timer.
   */
  readonly timing?: { readonly baud: number; readonly clock: Clock };
  /** Size of the next piece in which waiting bytes are delivered, at least 1. Left out: each write arrives whole. */
  readonly chunk?: (available: number) => number;
}

/** What can be broken on a line, on purpose. A broken byte counts from the next one that is delivered (0 = that one). */
export interface LineFaults {
  /** The plug is pulled: the host's stream ends as `lost`, opening fails, what the device sends goes nowhere. */
  cut(): void;
  heal(): void;
  readonly isCut: boolean;
  /** Inverts the bits of `mask` in one byte. */
  garble(direction: Direction, after?: number, mask?: number): void;
  /** Swallows `count` bytes. */
  drop(direction: Direction, after?: number, count?: number): void;
  /** Noise: bytes that nobody sent. */
  inject(direction: Direction, bytes: Uint8Array): void;
  /** Nothing moves in this direction until `resume`; what is sent meanwhile waits. */
  stall(direction: Direction): void;
  resume(direction: Direction): void;
  /** Takes back every fault that has not happened yet, ends stalls and heals the line. */
  clear(): void;
}

/** A line inside this process. The host opens it like any other; the device holds the far end, whoever opens it. */
export interface MemoryLine extends Line {
  /** The device's end. It does not end when the host closes: like a cable with nobody listening. */
  readonly device: ByteStream;
  readonly faults: LineFaults;
}

export function memoryLine(options: MemoryLineOptions = {}): MemoryLine {
  const name = options.name ?? 'memory';
  const toHost = new Wire(options);
  const toDevice = new Wire(options);
  const device = new End(`${name} (device)`, toDevice, toHost);
  let host: End | null = null;
  let isCut = false;
  const wire = (direction: Direction): Wire => (direction === 'to-host' ? toHost : toDevice);

  const faults: LineFaults = {
    cut() {
      isCut = true;
      const lost = host;
      host = null;
      toHost.forget();
      toDevice.forget();
      lost?.finish('lost');
    },
    heal() {
      isCut = false;
    },
    get isCut() {
      return isCut;
    },
    garble: (direction, after = 0, mask = 0xff) => wire(direction).damage(after, (byte) => byte ^ mask),
    drop(direction, after = 0, count = 1) {
      for (let index = 0; index < count; index++) wire(direction).damage(after + index, () => null);
    },
    inject: (direction, bytes) => wire(direction).send(bytes),
    stall: (direction) => wire(direction).stall(),
    resume: (direction) => wire(direction).resume(),
    clear() {
      isCut = false;
      for (const each of [toHost, toDevice]) each.repair();
    },
  };

  async function open(): Promise<ByteStream> {
    if (isCut || host) throw new StreamLost(name, isCut ? 'unplugged' : 'already open');
    toHost.forget();
    const opened = new End(name, toHost, toDevice, () => {
      if (host === opened) host = null;
      toHost.forget();
    });
    host = opened;
    return opened;
  }

  return { name, open, device, faults };
}

type Damage = (byte: number) => number | null;

/** One direction of the line: what is on its way, when it arrives, and what happens to it. */
class Wire {
  readonly #options: MemoryLineOptions;
  readonly #damage = new Map<number, Damage>();
  #waiting: Uint8Array[] = [];
  #receiver: ((bytes: Uint8Array) => void) | null = null;
  #stalled = false;
  #delivered = 0;
  #freeAt = 0;
  #generation = 0;

  constructor(options: MemoryLineOptions) {
    this.#options = options;
  }

  receive(receiver: (bytes: Uint8Array) => void): void {
    this.#receiver = receiver;
  }

  send(bytes: Uint8Array): void {
    const copy = bytes.slice();
    const generation = this.#generation;
    const arrive = (): void => {
      if (generation !== this.#generation) return;
      this.#waiting.push(copy);
      this.#deliver();
    };
    const { timing } = this.#options;
    if (!timing) {
      queueMicrotask(arrive);
      return;
    }
    const now = timing.clock.now();
    this.#freeAt = Math.max(now, this.#freeAt) + (bytes.length * 10_000) / timing.baud;
    timing.clock.setTimeout(arrive, this.#freeAt - now);
  }

  /** What is on its way is lost. */
  forget(): void {
    this.#generation++;
    this.#waiting = [];
    this.#freeAt = 0;
  }

  damage(after: number, damage: Damage): void {
    this.#damage.set(this.#delivered + after, damage);
  }

  stall(): void {
    this.#stalled = true;
  }

  resume(): void {
    this.#stalled = false;
    this.#deliver();
  }

  repair(): void {
    this.#damage.clear();
    this.resume();
  }

  #deliver(): void {
    while (!this.#stalled) {
      const piece = this.#take();
      if (!piece) return;
      const arrived = this.#damaged(piece);
      if (arrived.length > 0) this.#receiver?.(arrived);
    }
  }

  #take(): Uint8Array | undefined {
    const first = this.#waiting.shift();
    if (!first || !this.#options.chunk) return first;
    const size = Math.min(first.length, Math.max(1, Math.floor(this.#options.chunk(first.length))));
    if (size < first.length) this.#waiting.unshift(first.subarray(size));
    return first.subarray(0, size);
  }

  #damaged(bytes: Uint8Array): Uint8Array {
    if (this.#damage.size === 0) {
      this.#delivered += bytes.length;
      return bytes;
    }
    const arrived: number[] = [];
    for (const byte of bytes) {
      const damage = this.#damage.get(this.#delivered);
      this.#damage.delete(this.#delivered++);
      const after = damage ? damage(byte) : byte;
      if (after !== null) arrived.push(after);
    }
    return Uint8Array.from(arrived);
  }
}

class End implements ByteStream {
  readonly #name: string;
  readonly #outgoing: Wire;
  readonly #onClose: () => void;
  readonly #dataListeners = new Set<(bytes: Uint8Array) => void>();
  readonly #endListeners = new Set<(end: StreamEnd) => void>();
  #unread: Uint8Array[] = [];
  #ended = false;

  constructor(name: string, incoming: Wire, outgoing: Wire, onClose: () => void = () => {}) {
    this.#name = name;
    this.#outgoing = outgoing;
    this.#onClose = onClose;
    incoming.receive((bytes) => this.#arrived(bytes));
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#ended) throw new StreamLost(this.#name);
    this.#outgoing.send(bytes);
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    this.#dataListeners.add(listener);
    const unread = this.#unread;
    this.#unread = [];
    for (const bytes of unread) queueMicrotask(() => listener(bytes));
    return () => this.#dataListeners.delete(listener);
  }

  onEnd(listener: (end: StreamEnd) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  async flush(): Promise<void> {
    this.#unread = [];
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    this.#onClose();
    this.finish('closed');
  }

  finish(end: StreamEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#dataListeners.clear();
    for (const listener of [...this.#endListeners]) listener(end);
  }

  #arrived(bytes: Uint8Array): void {
    if (this.#ended) return;
    if (this.#dataListeners.size === 0) this.#unread.push(bytes);
    for (const listener of [...this.#dataListeners]) listener(bytes);
  }
}
