/**
 * The scenarios that ship, one after another as `npm test` plays them, against the two minutes that all of them together may
 * take there; and against the time that passes in front of the machines meanwhile.
 */
import { join } from 'node:path';
import type { Hand } from '../../rig/scenario/hand.ts';
import type { RigMachine } from '../../rig/scenario/machine.ts';
import { play } from '../../rig/scenario/play.ts';
import { type ReadScenario, readScenario, scenarioFiles } from '../../rig/scenario/read.ts';
import { findChromium } from '../chromium.ts';
import { wordsHand } from '../rig/words-hand.ts';
import type { Figure, Section } from './figure.ts';

const LIMIT_S = 120;
/** Every so many-th of those without a page is played, unless all are. */
const SAMPLE = 4;

/** What plays came to. */
export interface Played {
  readonly count: number;
  /** Files of those that failed: a play that ends early is quick. */
  readonly failed: readonly string[];
  readonly realS: number;
  /** Of the machines' own clocks. */
  readonly simulatedS: number;
}

/** @param of so many ship: `count` of them may take their share of the limit. */
export function* scenarioFigures({ count, failed, realS, simulatedS }: Played, of: number): Generator<Figure> {
  const limitS = (LIMIT_S * count) / of;
  const which = count === of ? `all ${of} that ship` : `${count} of the ${of} that ship`;
  const share = count === of ? '' : ', their share of it';
  yield {
    what: `${which}, one after another`,
    value: failed.length === 0 ? `${realS.toFixed(1)} s` : `${realS.toFixed(1)} s, FAILED: ${failed.join(', ')}`,
    against: { what: `${limitS.toFixed(0)} s (two minutes for all${share})`, ratio: realS / limitS },
    goal: { says: '≤ 1 and all pass', met: realS <= limitS && failed.length === 0 },
  };
  yield {
    what: `… of it, a second in front of a machine`,
    value: `${((1_000 * realS) / simulatedS).toFixed(1)} ms`,
    against: { what: `the ${simulatedS.toFixed(0)} s that pass there`, ratio: realS / simulatedS },
  };
}

function shipped(): ReadScenario[] {
  const files = scenarioFiles([join(import.meta.dirname, '../../rig/scenarios')]);
  if (!files.ok) throw new Error(files.error);
  return files.value.map((file) => {
    const read = readScenario(file);
    if (!read.ok) throw new Error(read.error);
    return read.value;
  });
}

async function playAll(scenarios: readonly ReadScenario[], hand: (machine: RigMachine) => Promise<Hand>) {
  const failed: string[] = [];
  let simulatedMs = 0;
  for (const read of scenarios) {
    const played = await play(read, { seed: 1, hand });
    if (played.failure) failed.push(`${read.file}: line ${played.failure.line}: ${played.failure.what}`);
    simulatedMs += played.simulatedMs;
  }
  return { failed, simulatedMs };
}

async function onPages(scenarios: readonly ReadScenario[]) {
  const { openPageHands } = await import('../rig/page-hand.ts');
  const hands = await openPageHands();
  if (!hands.ok) throw new Error(hands.error);
  try {
    return await playAll(scenarios, hands.value.hand);
  } finally {
    await hands.value.close();
  }
}

export const scenarios: Section = {
  name: 'scenarios',
  async *run({ full }) {
    const all = shipped();
    const [touched, others] = [all.filter((each) => each.scenario.page), all.filter((each) => !each.scenario.page)];
    const inWords = full ? others : others.filter((_each, index) => index % SAMPLE === 0);
    const onPage = full && findChromium() ? touched : [];
    const begun = performance.now();
    const parts = [await playAll(inWords, async (machine) => wordsHand(machine))];
    if (onPage.length > 0) parts.push(await onPages(onPage));
    const played = {
      count: inWords.length + onPage.length,
      failed: parts.flatMap(({ failed }) => failed),
      realS: (performance.now() - begun) / 1_000,
      simulatedS: parts.reduce((sum, { simulatedMs }) => sum + simulatedMs, 0) / 1_000,
    };
    yield* scenarioFigures(played, all.length);
  },
};
