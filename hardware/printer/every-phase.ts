import { expect } from 'vitest';
import { copiesOf, numbered, type PrinterBench, printerBench } from './testing.ts';

export interface Fault {
  /** Breaks something. */
  readonly strike: (bench: PrinterBench) => void;
  /** Mends it. */
  readonly heal: (bench: PrinterBench) => void;
  readonly proof?: 'process-id' | 'paper-status';
  /** The driver cannot reach the printer to clear it: what it holds may still come out after `unknown`. */
  readonly outOfReach?: boolean;
}

/** How long the receipt of `numbered` takes to print, ms; and a little more. */
const JOB_MS = 1_100;
const STEP_MS = 45;
/** Longer than the driver waits for anything. */
const LONG_MS = 60_000;

export interface Outcome {
  readonly atMs: number;
  readonly kind: 'printed' | 'not-printed' | 'unknown';
}

/**
 * Strikes at every moment of a job, one job each, and holds what must be true of all of them: `printed` only with a
 * whole receipt on a piece of its own, `not-printed` only with no trace of it on paper, never two copies, nothing that
 * comes out later; and after mending, the next receipt comes out whole.
 */
export async function inEveryPhase(fault: Fault): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let atMs = 0; atMs <= JOB_MS; atMs += STEP_MS) outcomes.push(await strikeAt(atMs, fault));
  return outcomes;
}

async function strikeAt(atMs: number, fault: Fault): Promise<Outcome> {
  const bench = await printerBench({ proof: fault.proof ?? 'process-id', baud: 115_200 });
  const printing = bench.print(numbered(1));
  await bench.clock.advance(atMs);
  fault.strike(bench);
  expect(await bench.clock.advanceUntil(() => printing.result !== null, LONG_MS), `an answer, ${atMs} ms`).toBe(true);
  const result = printing.result;
  if (!result) throw new Error('no result');
  const kind = result.ok ? 'printed' : result.error.kind === 'unknown' ? 'unknown' : 'not-printed';
  const copies = copiesOf(bench.simulator, 1);
  if (kind === 'printed') expect(copies, `printed, ${atMs} ms`).toBe(1);
  if (kind === 'not-printed') expect(anythingOf(bench), `not printed, ${atMs} ms`).toBe(false);

  fault.heal(bench);
  expect(
    await bench.clock.advanceUntil(() => bench.printer.status === 'ready', LONG_MS),
    `ready again, ${atMs} ms`,
  ).toBe(true);
  await bench.clock.advance(LONG_MS);
  expect(copiesOf(bench.simulator, 1), `copies, ${atMs} ms`).toBeLessThanOrEqual(1);
  if (kind === 'not-printed') expect(anythingOf(bench), `later, ${atMs} ms`).toBe(false);
  if (!fault.outOfReach) expect(copiesOf(bench.simulator, 1), `later, ${atMs} ms`).toBe(copies);

  const next = bench.print(numbered(2));
  await bench.clock.advanceUntil(() => next.result !== null, LONG_MS);
  expect(next.result, `the next one, ${atMs} ms`).toEqual({ ok: true, value: 'printed' });
  expect(copiesOf(bench.simulator, 2), `the next one, ${atMs} ms`).toBe(1);
  expect(bench.simulator.breaches.filter((breach) => breach.kind === 'overflow')).toEqual([]);
  await bench.printer.stop();
  bench.simulator.stop();
  return { atMs, kind };
}

function anythingOf({ simulator }: PrinterBench): boolean {
  return simulator.paper.length > 0 || simulator.hanging > 0;
}

export function kinds(outcomes: readonly Outcome[]): string[] {
  return [...new Set(outcomes.map((outcome) => outcome.kind))].sort();
}
