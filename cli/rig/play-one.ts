import type { Hand } from '../../rig/scenario/hand.ts';
import type { RigMachine } from '../../rig/scenario/machine.ts';
import { Interrupted, type PlayDesk, play } from '../../rig/scenario/play.ts';
import type { ReadScenario } from '../../rig/scenario/read.ts';
import { interruptedReport, type PlayReport, reportOf } from '../../rig/scenario/report.ts';

export interface PlayOneOptions {
  readonly seed: number;
  /** Where a failure leaves its picture and trace; null: nowhere. */
  readonly out: string | null;
  /** Keep every trace. */
  readonly traces: boolean;
  readonly hand: (machine: RigMachine) => Promise<Hand>;
  readonly desk?: PlayDesk;
  readonly signal: AbortSignal;
}

export async function playOne(scenario: ReadScenario, options: PlayOneOptions): Promise<PlayReport> {
  const begun = performance.now();
  try {
    const played = await play(scenario, options);
    return reportOf(played, performance.now() - begun, options.out, options.traces);
  } catch (error) {
    if (error instanceof Interrupted) return interruptedReport(scenario, error.line);
    throw error;
  }
}
