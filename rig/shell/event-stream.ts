import type { FastifyReply } from 'fastify';

/**
 * Server-sent events to any number of pages, each of which gets at once what is kept: the newest messages, so many of each
 * sort.
 */
export class EventStream {
  readonly #keeps: Readonly<Record<string, number>>;
  readonly #replies = new Set<FastifyReply>();
  /** Answers that wait for the first message: their page shows "please wait" meanwhile. */
  readonly #waiting = new Set<FastifyReply>();
  readonly #kept = new Map<string, string[]>();
  #isOpen = false;

  constructor(keeps: Readonly<Record<string, number>> = { message: 1 }) {
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

  send(message: unknown, sort = 'message'): void {
    const data = `data: ${JSON.stringify(message)}\n\n`;
    const kept = this.#kept.get(sort) ?? [];
    this.#kept.set(sort, [...kept, data].slice(-(this.#keeps[sort] ?? 1)));
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
    this.#kept.clear();
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
    reply.raw.write(`retry: 300\n\n${[...this.#kept.values()].flat().join('')}`);
    this.#replies.add(reply);
  }
}
