import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type * as Electron from 'electron';

/** A utility process: a real process, whose end of the channel is the `process.parentPort` that Electron gives it. */
export class Utility extends EventEmitter {
  pid: number | undefined;
  readonly #child: ChildProcess | null;

  constructor(child: ChildProcess | null) {
    super();
    this.#child = child;
    child?.once('spawn', () => {
      this.pid = child.pid;
      this.emit('spawn');
    });
    child?.on('message', (message) => this.emit('message', message));
    child?.on('error', () => {});
    child?.once('exit', (code) => this.exited(code ?? 1));
  }

  /** Electron says nothing where the process has gone in the meantime. */
  postMessage(message: unknown): void {
    this.#child?.send(structuredClone(message) as object, () => {});
  }

  /** As Electron does: it is asked, and killed two seconds later whether it has finished or not. */
  kill(): boolean {
    setTimeout(() => this.#child?.kill('SIGKILL'), 2_000).unref();
    return this.#child?.kill('SIGTERM') ?? true;
  }

  exited(code: number): void {
    this.pid = undefined;
    this.emit('exit', code);
  }
}

const parentPort = join(import.meta.dirname, 'parent-port.ts');

export function startUtility(modulePath: string, args: string[], { stdio }: Electron.ForkOptions): Utility {
  // From sources there is no main.js yet.
  const entry = existsSync(modulePath) ? modulePath : modulePath.replace(/\.js$/, '.ts');
  const output = stdio === 'inherit' ? 'inherit' : 'ignore';
  return new Utility(
    fork(entry, args, { execArgv: ['--import', parentPort], stdio: ['ignore', output, output, 'ipc'] }),
  );
}
