import type { FastifyReply } from 'fastify';

/** Server-sent events to any number of pages, each of which gets the newest messages at once: one, or as many as are kept. */
export class EventStream {
  readonly #keeps: number;
  readonly #replies = new Set<FastifyReply>();
  /** Answers that wait for the first message: their page shows "please wait" meanwhile. */
  readonly #waiting = new Set<FastifyReply>();
  #kept: string[] = [];
  #isOpen = false;

  constructor(keeps = 1) {
    this.#keeps = keeps;
  }

  add(reply: FastifyReply): void {
    reply.hijack();
    reply.raw.on('close', () => {
      this.#replies.delete(reply);
      this.#waiting.delete(reply);
    });
    if (this.#isOpen) this.#begin(reply);
    else this.#waiting.add(reply);
  }

  send(message: unknown): void {
    const data = `data: ${JSON.stringify(message)}\n\n`;
    this.#kept.push(data);
    if (this.#kept.length > this.#keeps) this.#kept.shift();
    for (const reply of this.#replies) reply.raw.write(data);
    this.open();
  }

  /** Nobody waits any longer, also where nothing has been said. */
  open(): void {
    this.#isOpen = true;
    for (const reply of this.#waiting) this.#begin(reply);
    this.#waiting.clear();
  }

  /** What was said is no longer true: pages are cut off and wait for the next message. */
  interrupt(): void {
    this.#kept = [];
    this.#isOpen = false;
    for (const reply of this.#replies) reply.raw.end();
    this.#replies.clear();
  }

  close(): void {
    for (const reply of [...this.#replies, ...this.#waiting]) reply.raw.destroy();
  }

  #begin(reply: FastifyReply): void {
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    reply.raw.write(`retry: 300\n\n${this.#kept.join('')}`);
    this.#replies.add(reply);
  }
}
