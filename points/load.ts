/** Reads campaign files and refuses the ones that contradict themselves, naming the place. */
import type { z } from 'zod';
import { Campaign, ChargeSource, type Measure } from './campaign-file.ts';

export type LoadedCampaign =
  | { readonly ok: true; readonly value: Campaign }
  /** One line a place: `amendments.0.announced.on: announced before the campaign (2020-07-01)`. */
  | { readonly ok: false; readonly error: readonly string[] };

/** Checks a parsed campaign file by its schema and then by itself. */
export function loadCampaign(json: unknown): LoadedCampaign {
  const parsed = Campaign.safeParse(json);
  if (!parsed.success) return { ok: false, error: parsed.error.issues.map(describeIssue) };
  const campaign = parsed.data;
  const places = [
    ...checkRounds(campaign),
    ...checkNames(campaign),
    ...checkMeasures(campaign.measures),
    ...checkAmendments(campaign),
  ];
  return places.length === 0 ? { ok: true, value: campaign } : { ok: false, error: places };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.') || '(file)'}: ${issue.message}`;
}

function* checkRounds({ rounds }: Campaign): Generator<string> {
  for (const [index, round] of rounds.entries()) {
    const place = `rounds.${index}`;
    if (round.endsOn !== null && round.endsOn < round.startsOn)
      yield `${place}.endsOn: ends (${round.endsOn}) before it starts (${round.startsOn})`;
    const previous = rounds[index - 1];
    if (previous === undefined) continue;
    if (previous.endsOn === null || previous.endsOn >= round.startsOn)
      yield `${place}.startsOn: overlaps with rounds.${index - 1}`;
  }
}

function* checkNames({ names, amendments, measures }: Campaign): Generator<string> {
  if (names.length === 0 && measures.some((measure) => 'applicationsFrom' in measure))
    yield 'names: the grants of this campaign need a name';
  const all = [
    ...names.map((name, index) => ({ name, place: `names.${index}` })),
    ...amendments.flatMap(({ changes }, at) =>
      (changes.names ?? []).map((name, index) => ({ name, place: `amendments.${at}.changes.names.${index}` })),
    ),
  ];
  for (const [index, { name, place }] of all.entries()) {
    const previous = all[index - 1];
    if (previous !== undefined && name.from <= previous.name.from)
      yield `${place}.from: not after the name before it (${previous.name.from})`;
  }
}

function* checkMeasures(measures: readonly Measure[]): Generator<string> {
  for (const [index, measure] of measures.entries()) {
    yield* checkMeasure(measure, `measures.${index}`);
    for (const [before, other] of measures.slice(0, index).entries()) {
      const overlap = overlapOf(other, measure);
      if (overlap !== null) yield `measures.${index}: overlaps with measures.${before} (${overlap})`;
    }
  }
}

function* checkMeasure(measure: Measure, place: string): Generator<string> {
  if (measure.shape === 'charge-total') {
    const named = [...measure.counted, ...measure.excluded];
    for (const source of ChargeSource.options)
      if (named.filter((candidate) => candidate === source).length !== 1)
        yield `${place}: "${source}" must stand once, in counted or in excluded`;
    return;
  }
  if (measure.shape === 'one-time') return;
  if (measure.endsOn !== null && measure.endsOn < measure.startsOn)
    yield `${place}.endsOn: ends (${measure.endsOn}) before it starts (${measure.startsOn})`;
  if (measure.shape === 'nth-use' && !rises(measure.steps.map((step) => step.fromUse)))
    yield `${place}.steps: fromUse must rise from step to step`;
  if (measure.shape === 'tiers' && !rises(measure.table.map((tier) => tier.fromYen)))
    yield `${place}.table: fromYen must rise from line to line`;
  if ('bands' in measure)
    for (const [index, band] of measure.bands.entries())
      if (band.untilMinute <= band.fromMinute) yield `${place}.bands.${index}: ends before it starts`;
}

function rises(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value > (values[index - 1] ?? value));
}

/** What two measures would both reward, in a word; null where they do not meet. */
function overlapOf(a: Measure, b: Measure): string | null {
  if (a.id === b.id) return sameIdApart(a, b) ? null : `both are called ${a.id}`;
  if (a.shape === 'charge-total' && b.shape === 'charge-total')
    return a.counted.some((source) => b.counted.includes(source)) ? 'both count the same charges' : null;
  if (a.shape === 'one-time' && b.shape === 'one-time') return a.act === b.act ? `both reward ${a.act}` : null;
  if (!('use' in a) || !('use' in b) || a.use !== b.use) return null;
  if (a.stacksWith.includes(b.id) && b.stacksWith.includes(a.id)) return null;
  return periodsMeet(a, b) ? `both reward the same ${a.use} and neither says that they stack` : null;
}

/** One measure may stand twice with periods that do not meet: that is how a rate changes. */
function sameIdApart(a: Measure, b: Measure): boolean {
  return 'use' in a && 'use' in b && !periodsMeet(a, b);
}

interface Period {
  readonly startsOn: string;
  readonly endsOn: string | null;
}

function periodsMeet(a: Period, b: Period): boolean {
  return (a.endsOn === null || b.startsOn <= a.endsOn) && (b.endsOn === null || a.startsOn <= b.endsOn);
}

function* checkAmendments(campaign: Campaign): Generator<string> {
  let previous = campaign.announced.on;
  const startsOn = campaign.rounds.at(-1)?.startsOn;
  for (const [index, { announced, changes }] of campaign.amendments.entries()) {
    const place = `amendments.${index}`;
    if (announced.on < campaign.announced.on)
      yield `${place}.announced.on: announced before the campaign (${campaign.announced.on})`;
    else if (announced.on < previous) yield `${place}.announced.on: not in order of announcement`;
    previous = announced.on;
    if (changes.endsOn !== undefined && startsOn !== undefined && changes.endsOn < startsOn)
      yield `${place}.changes.endsOn: ends (${changes.endsOn}) before it starts (${startsOn})`;
  }
}
