import type { FastifyReply } from 'fastify';

/** Server-sent events to any number of pages, each of which gets the newest message at once. */
export class EventStream {
  readonly #replies = new Set<FastifyReply>();
  /** Answers that wait for the first message: their page shows "please wait" meanwhile. */
  readonly #waiting = new Set<FastifyReply>();
  #latest: string | null = null;

  add(reply: FastifyReply): void {
    reply.hijack();
    reply.raw.on('close', () => {
      this.#replies.delete(reply);
      this.#waiting.delete(reply);
    });
    if (this.#latest === null) this.#waiting.add(reply);
    else this.#begin(reply, this.#latest);
  }

  send(message: unknown): void {
    const data = `data: ${JSON.stringify(message)}\n\n`;
    this.#latest = data;
    for (const reply of this.#replies) reply.raw.write(data);
    for (const reply of this.#waiting) this.#begin(reply, data);
    this.#waiting.clear();
  }

  /** What was said is no longer true: pages are cut off and wait for the next message. */
  interrupt(): void {
    this.#latest = null;
    for (const reply of this.#replies) reply.raw.end();
    this.#replies.clear();
  }

  close(): void {
    for (const reply of [...this.#replies, ...this.#waiting]) reply.raw.destroy();
  }

  #begin(reply: FastifyReply, data: string): void {
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    reply.raw.write(`retry: 300\n\n${data}`);
    this.#replies.add(reply);
  }
}
