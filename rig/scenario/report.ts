/** What a play came to, for people, machines and the next process; and what is kept of one that failed. */
import { hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Skip } from './desk.ts';
import type { Failure, Play } from './play.ts';
import type { ReadScenario } from './read.ts';

export interface PlayReport {
  readonly file: string;
  readonly title: string;
  readonly failure: Failure | null;
  /** It was not played. */
  readonly skip: Skip | null;
  /** What was expected of real devices and could not be looked at. */
  readonly leftOut: readonly string[];
  readonly simulatedMs: number;
  readonly realMs: number;
  /** SHA-256 of all that went over the wires. */
  readonly traceHash: string;
  /** Files with the picture and the trace, where it failed. */
  readonly kept: readonly string[];
}

/** @param folder where a failure leaves its picture and trace, and `all` plays their trace; null: nowhere. */
export function reportOf(play: Play, realMs: number, folder: string | null, all = false): PlayReport {
  const { file, title, failure, leftOut, simulatedMs, traces } = play;
  const kept = folder === null || !(all || failure) ? [] : keep(play, folder);
  const traceHash = hash('sha256', [...traces].flat().join('\n'));
  return { file, title, failure, skip: null, leftOut, simulatedMs, realMs, traceHash, kept };
}

export function skipReport({ file, scenario }: ReadScenario, skip: Skip): PlayReport {
  const nothing = { failure: null, leftOut: [], simulatedMs: 0, realMs: 0, traceHash: '', kept: [] };
  return { file, title: scenario.title, skip, ...nothing };
}

/** `line`: where it was; left out, it had not begun. */
export function interruptedReport(scenario: ReadScenario, line = scenario.lines[0] ?? 1): PlayReport {
  return skipReport(scenario, { line, what: 'interrupted' });
}

/**
 * Where a scenario's evidence lies in the folder that was asked for: as the scenario lies in the working directory, ending and
 * all, so that no two share a name whatever else is played. `..` is `up`, and a folder `up` is `up_`.
 */
export function evidenceName(file: string): string {
  const parts = relative(process.cwd(), file).split(sep);
  return join(...parts.map((part) => (part === '..' ? 'up' : part.replace(/^up_*$/, '$&_'))));
}

function keep({ file, traces, evidence }: Play, folder: string): string[] {
  const base = join(folder, evidenceName(file));
  mkdirSync(dirname(base), { recursive: true });
  const kept: string[] = [];
  const write = (name: string, what: string | Uint8Array): void => {
    writeFileSync(name, what);
    kept.push(name);
  };
  for (const [device, text] of traces) write(`${base}.${device}.jsonl`, text);
  if (!evidence) return kept;
  if (evidence.png) write(`${base}.png`, evidence.png);
  write(`${base}.screens.json`, evidence.screens);
  for (const [index, svg] of evidence.paper.entries()) write(`${base}.paper-${index + 1}.svg`, svg);
  return kept;
}

/** One line. */
export function lineOf({ file, failure, skip, simulatedMs, realMs }: PlayReport): string {
  if (skip) return `skipped ${file}: line ${skip.line}: ${skip.what}`;
  const time = `${(simulatedMs / 1_000).toFixed(0)} s played in ${(realMs / 1_000).toFixed(1)} s`;
  return failure ? `FAILED ${file}: line ${failure.line}: ${failure.what}` : `passed ${file} (${time})`;
}
