/** A process that dies in the middle of this one: from then on whatever it still does has no effect. Its devices know nothing of it. */
import type { CenterClient } from '../../center/contract/index.ts';
import type { Clock } from '../../hardware/clock.ts';
import { type ByteStream, type Line, StreamLost } from '../../hardware/stream.ts';

export class Life {
  #isDead = false;
  readonly #streams = new Set<ByteStream>();

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Its descriptors go with it. */
  end(): void {
    this.#isDead = true;
    for (const stream of this.#streams) void stream.close();
  }

  /** Never resolves for the dead. */
  async lasts(): Promise<void> {
    if (this.#isDead) await new Promise(() => {});
  }

  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      setTimeout: (callback, ms) => clock.setTimeout(() => this.#isDead || callback(), ms),
      clearTimeout: (timer) => clock.clearTimeout(timer),
    };
  }

  line(line: Line): Line {
    return {
      name: line.name,
      open: async () => {
        if (this.#isDead) throw new StreamLost(line.name);
        const stream = await line.open();
        this.#streams.add(stream);
        return stream;
      },
    };
  }

  center(client: CenterClient): CenterClient {
    return {
      call: async (name, request) => {
        await this.lasts();
        const result = await client.call(name, request);
        await this.lasts();
        return result;
      },
    };
  }
}
