/** The person at the desk, asked on stdout and heard on stdin. */
import { createInterface } from 'node:readline';
import type { Person } from '../../rig/scenario/person.ts';

/** How often it is looked whether the machine has noticed by itself. Milliseconds. */
const LOOK_MS = 20;

export interface Terminal extends Person {
  close(): void;
}

/** `signal`: nobody is asked any more. */
export function personAtTerminal(signal: AbortSignal): Terminal {
  const lines = createInterface({ input: process.stdin });
  let isGone = false;
  /** The machine noticed first: the Enter that may still come was for that, and answers nothing else. */
  let owed = false;
  // A line that comes unasked answers nothing.
  let heard: ((line: string | null) => void) | null = null;
  lines.on('line', (line) => {
    const isLate = owed && line.trim() === '';
    owed = false;
    if (!isLate) heard?.(line);
  });
  lines.on('close', () => {
    isGone = true;
    heard?.(null);
  });
  signal.addEventListener('abort', () => lines.close());
  const answer = (question: string, isSo: () => boolean = () => false): Promise<string> => {
    process.stdout.write(`${question}\n`);
    return new Promise((resolve, reject) => {
      const end = (line: string | null): void => {
        clearInterval(looking);
        heard = null;
        if (line === null) reject(new Error(`nobody answers: ${question}`));
        else resolve(line.trim());
      };
      const looking = setInterval(() => {
        if (!isSo()) return;
        owed = true;
        end('');
      }, LOOK_MS);
      heard = end;
      if (isGone) end(null);
    });
  };
  return {
    async does(words, isSo) {
      await answer(isSo ? `please ${words} (or Enter, if nothing happens)` : `please ${words}, then Enter`, isSo);
    },
    async sees(words) {
      for (;;) {
        const said = await answer(`is it so? ${words} (y or n, then Enter)`);
        if (/^[yn]$/i.test(said)) return said.toLowerCase() === 'y';
      }
    },
    close: () => lines.close(),
  };
}
