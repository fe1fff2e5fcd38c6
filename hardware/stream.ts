/** Why a byte stream ended. `lost`: the other side or the cable went away. `closed`: we closed it. */
export type StreamEnd = 'closed' | 'lost';

/**
 * Bytes in both directions: the lowest seam of a device. A serial port, a TCP connection or a line in memory; the
 * driver on one end and a device or its simulator on the other never know which.
 */
export interface ByteStream {
  /** Resolves when the bytes have left this process; rejects with StreamLost where the stream has ended. */
  write(bytes: Uint8Array): Promise<void>;
  /** Any chunking is possible. Returns the function that stops listening. */
  onData(listener: (bytes: Uint8Array) => void): () => void;
  onEnd(listener: (end: StreamEnd) => void): () => void;
  /** Discards what has come in and has not been read. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export class StreamLost extends Error {
  constructor(name: string, cause?: unknown) {
    // The system's own words (no such device, no permission) are what staff can act on.
    super(`the line ${name} was lost${cause === undefined ? '' : ` (${wordsOf(cause)})`}`, { cause });
    this.name = 'StreamLost';
  }
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** A way to reach one device: opening it again after it was lost is opening the same line. */
export interface Line {
  /** What a person would call it: `/dev/ttyUSB0`, `tcp:127.0.0.1:7001`. */
  readonly name: string;
  /** Rejects with StreamLost where there is nothing at the other end. */
  open(): Promise<ByteStream>;
}
