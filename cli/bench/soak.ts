/**
 * What a station keeps after thousands of passengers, with faults among them. The station that ships, in a process of its
 * own under a simulated clock (soak-sessions.ts); the page's own soak is in the section "page".
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import type { Figure, Section } from './figure.ts';

const SESSIONS = 3_000;
const SESSIONS_FULL = 10_000;
const GROWTH_GOAL = 1.05;

export const Measured = z.object({
  sessions: z.int(),
  heapBytes: z.number(),
  openFiles: z.int(),
  journalBytes: z.number(),
  entries: z.int(),
  /** Of the tenth of the sessions that ended here: CPU time of a charge, ms. */
  p99Ms: z.number(),
});
export type Measured = z.infer<typeof Measured>;

function measure(sessions: number): Promise<Measured[]> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'soak-sessions.ts'), [String(sessions)], {
      execArgv: ['--expose-gc'],
    });
    const got: Measured[] = [];
    child.on('message', (message) => got.push(Measured.parse(message)));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve(got);
      else reject(new Error(`the soak ended with ${code}`));
    });
  });
}

function flat(what: string, early: number, late: number, value: string): Figure {
  const ratio = late / early;
  return {
    what,
    value,
    against: { what: 'after a tenth of them', ratio },
    goal: { says: `≤ ${GROWTH_GOAL}`, met: ratio <= GROWTH_GOAL },
  };
}

export const soak: Section = {
  name: 'soak',
  async *run({ full }) {
    const sessions = full ? SESSIONS_FULL : SESSIONS;
    const [early, late] = await measure(sessions);
    if (!early || !late) throw new Error('the soak said nothing');
    const about = `after ${sessions.toLocaleString('en-US')} passengers`;
    yield flat(`memory ${about}`, early.heapBytes, late.heapBytes, `${(late.heapBytes / 1e6).toFixed(1)} MB`);
    yield flat(`open files ${about}`, early.openFiles, late.openFiles, String(late.openFiles));
    const each = ({ journalBytes, entries }: Measured): number => journalBytes / entries;
    yield flat(`journal, bytes an entry ${about}`, each(early), each(late), each(late).toFixed(0));
    yield flat(`CPU time of a charge, p99, ${about}`, early.p99Ms, late.p99Ms, `${late.p99Ms.toFixed(1)} ms`);
  },
};
