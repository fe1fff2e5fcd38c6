import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 5_000;

/** The points center as a process of its own behind HTTP, as for every machine (design §2). */
export class CenterProcess {
  readonly #command: readonly string[];
  readonly #onChange = new Set<() => void>();
  #child: ChildProcess | null = null;
  /** Kept over a restart: the station's configuration names it. */
  #port = 0;
  #address = '';

  /** `command`: the program and its arguments without `--port`; it must print `center http://…` or `https://…` when it serves. */
  constructor(command: readonly string[]) {
    this.#command = command;
  }

  get running(): boolean {
    return this.#child !== null;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** `http://127.0.0.1:PORT/`; empty before the first start. */
  get address(): string {
    return this.#address;
  }

  onChange(listener: () => void): () => void {
    this.#onChange.add(listener);
    return () => this.#onChange.delete(listener);
  }

  /** Resolves when it serves; rejects with what it said where it does not come up. */
  async start(): Promise<void> {
    if (this.#child) return;
    const [program, ...args] = this.#command;
    const child = spawn(program as string, [...args, '--port', String(this.#port)], {
      detached: true,
      // The pipe on stdin is how it notices that this process has died, however it died.
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
      this.#changed();
    });
    this.#address = await addressOf(child);
    this.#port = Number(new URL(this.#address).port);
    this.#changed();
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      child.once('exit', () => {
        clearTimeout(limit);
        resolve();
      });
      child.kill(signal);
    });
  }

  #changed(): void {
    for (const listener of this.#onChange) listener();
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = '';
    const limit = setTimeout(
      () => reject(new Error(`the center did not start in ${START_LIMIT_MS / 1000} s`)),
      START_LIMIT_MS,
    );
    child.stderr?.on('data', (data) => {
      // The last lines are what a person needs when it does not come up.
      words = (words + data).slice(-2_000);
    });
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const address = /^center (https?:\/\/\S+)$/.exec(line)?.[1];
        if (address) {
          clearTimeout(limit);
          resolve(address);
        }
      });
    }
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`the center ended with ${code}: ${words.trim().split('\n').at(-1) ?? 'it said nothing'}`));
    });
  });
}
