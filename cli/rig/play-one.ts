import type { Hand } from '../../rig/scenario/hand.ts';
import type { RigMachine } from '../../rig/scenario/machine.ts';
import { type PlayDesk, play } from '../../rig/scenario/play.ts';
import type { ReadScenario } from '../../rig/scenario/read.ts';
import { type PlayReport, reportOf } from '../../rig/scenario/report.ts';

export interface PlayOneOptions {
  readonly seed: number;
  /** Where a failure leaves its picture and trace; null: nowhere. */
  readonly out: string | null;
  /** Keep every trace. */
  readonly traces: boolean;
  readonly hand: (machine: RigMachine) => Promise<Hand>;
  readonly desk?: PlayDesk;
}

export async function playOne(scenario: ReadScenario, options: PlayOneOptions): Promise<PlayReport> {
  const begun = performance.now();
  const played = await play(scenario, options);
  return reportOf(played, performance.now() - begun, options.out, options.traces);
}
