/** `npm run rig -- …` as a process of its own, for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { expect, vi } from 'vitest';

export interface RigProcess {
  /** stdout and stderr so far. */
  readonly said: string;
  /** Waits for a line that begins with this word; gives the rest of it. */
  says(word: string): Promise<string>;
  stop(by?: NodeJS.Signals): Promise<number | null>;
}

const running = new Set<ChildProcess>();

export function startRig(...args: string[]): RigProcess {
  const child = spawn(process.execPath, ['cli/rig.ts', ...args]);
  running.add(child);
  let said = '';
  for (const pipe of [child.stdout, child.stderr]) {
    pipe.on('data', (text) => {
      said += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const lineOf = (word: string) => new RegExp(`^${word} (.*)$`, 'm').exec(said)?.[1];
  return {
    get said() {
      return said;
    },
    async says(word) {
      await vi.waitFor(() => expect(lineOf(word), said).toBeDefined(), { timeout: 20_000, interval: 20 });
      return lineOf(word) ?? '';
    },
    async stop(by = 'SIGTERM') {
      child.kill(by);
      const code = await ended;
      running.delete(child);
      return code;
    },
  };
}

/** For afterEach: a test that failed leaves none behind. */
export function killRigs(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}

/** Runs a command of the rig to its end. */
export function runRig(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['cli/rig.ts', ...args]);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (text) => {
      said[name] += text;
    });
  }
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...said })));
}
