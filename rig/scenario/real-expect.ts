/** Expectations where the truth stands in a real device: asked, read later, or left out with a reason. */
import type { Expectations } from './schema.ts';
import type { Place, Stage } from './stage.ts';

export interface Asked {
  readonly wrong: readonly string[];
  /** What is read as ever. */
  readonly rest: Expectations;
}

export async function askedOfRealDevices(stage: Stage, { machine }: Place, expected: Expectations): Promise<Asked> {
  const { card = {}, paper, wire, tower, ...rest } = expected;
  const { real, desk } = machine;
  const wrong: string[] = [];
  const kept: Expectations = { ...rest };
  if (!real.has('reader')) kept.card = card;
  else for (const [name, truth] of Object.entries(card)) readLater(stage, name, truth);
  // A HID reader speaks in reports, which are not decoded here.
  if (!real.has('reader') || desk.reader.kind !== 'neo2') kept.wire = wire;
  else if (wire) stage.leaveOut('the packets on the wire', 'a HID device speaks past the rig');
  if (!real.has('printer')) kept.paper = paper;
  else if (paper) wrong.push(...(await seen(stage, 'the paper', paperWords(paper))));
  if (!real.has('tower')) kept.tower = tower;
  else if (tower) wrong.push(...(await seen(stage, 'the tower', towerWords(tower))));
  return { wrong, rest: kept };
}

function readLater(stage: Stage, name: string, truth: NonNullable<Expectations['card']>[string]): void {
  const { writes, ...readable } = truth;
  if (writes !== undefined) stage.leaveOut(`how often the card "${name}" was written`, 'no reader can ask that');
  if (stage.cardsToRead.has(name)) stage.cardsToRead.set(name, readable);
  else stage.leaveOut(`the card "${name}"`, 'it was never laid');
}

async function seen(stage: Stage, what: string, words: string): Promise<string[]> {
  if (!stage.person) {
    stage.leaveOut(what, 'it is real, and nobody is there to look at it');
    return [];
  }
  return (await stage.person.sees(words)) ? [] : [`${what} is not so: ${words}`];
}

function paperWords({ pieces, contains = [], lacks = [] }: NonNullable<Expectations['paper']>): string {
  const all = [
    pieces === undefined ? null : `pieces of paper that have come out since the scenario began: ${pieces}`,
    ...contains.map((text) => `one says "${text}"`),
    ...lacks.map((text) => `none says "${text}"`),
  ];
  return all.filter((each) => each !== null).join(', ');
}

function towerWords(tower: NonNullable<Expectations['tower']>): string {
  const lamps = Object.entries(tower).map(([tier, state]) => `${tier} ${state}`);
  return `the tower shows ${lamps.join(', ')}`;
}
