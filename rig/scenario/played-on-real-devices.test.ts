import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RigFile } from '../devices/config.ts';
import { deskOf, skipOn } from './desk.ts';
import { type ReadScenario, readScenario, scenarioFiles, scenarioFrom } from './read.ts';

const reader = { is: 'real', line: '/dev/reader', kind: 'pn532', testCards: true };
const printer = { is: 'real', line: '/dev/printer' };
const tower = { is: 'real', line: 'hid:191a:8003' };
const desk = (devices: object, hasPerson = true) => deskOf(RigFile.parse({ devices }), hasPerson);

function scenario(text: string): ReadScenario {
  const read = scenarioFrom('one.yaml', text);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

const card = 'cards:\n  mine: { spec: { kind: icoca, cardNumber: JW000000000000001, balanceYen: 1 } }\n';

test.each([
  ['fault: { strike: lift, at: write }', 'fault lift at write: the reader is real, and only a simulated one does that'],
  [
    'fault: { strike: line-cut, at: writing }',
    'fault line-cut at writing: the reader is real, and only a simulated one does that',
  ],
  ['fault: { strike: cutter-jam }', 'fault cutter-jam: the printer is real, and only a simulated one does that'],
  ['use: { card: mine, how: shop }', 'use mine (shop): the reader is real, and only a simulated one does that'],
  [
    'staff: { comeIn: engineer }',
    "staff engineer with a rig's card: the reader is real, and only a simulated one does that",
  ],
  ['fault: { strike: station-dies, at: writing }', null],
  ['fault: { strike: answer-lost, at: hold }', null],
  ['lay: mine', null],
  ['printer: open-cover', null],
  ['printer: overheat', 'printer overheat: the printer is real, and only a simulated one does that'],
])('with real devices and a person: %s', (step, what) => {
  const read = scenario(`title: One\n${card}steps:\n  - see: home\n  - ${step}\n`);
  expect(skipOn(desk({ reader, printer }), read)).toEqual(what && { line: 6, what });
  expect(skipOn(desk({}), read)).toBeNull();
});

test('without a person what needs a hand is skipped', () => {
  const read = scenario(`title: One\n${card}steps:\n  - lay: mine\n`);
  const what = 'lay mine: the reader is real, and nobody is there to do it';
  expect(skipOn(desk({ reader }, false), read)).toEqual({ line: 5, what });
  expect(skipOn(desk({ printer }, false), read)).toBeNull();
});

describe('cards that nobody said to be test cards never meet a SAM', () => {
  const { testCards: _, ...unsaid } = reader;
  test.each([{}, { testCards: false }])('%o', (said) => {
    for (const read of shipped) {
      const skip = skipOn(desk({ reader: { ...unsaid, ...said } }), read);
      if (read.scenario.machine.sam === 'rig') expect(skip, read.file).not.toBeNull();
    }
  });
});

const shipped = all();
function all(): ReadScenario[] {
  const files = scenarioFiles([join(import.meta.dirname, '../scenarios')]);
  if (!files.ok) throw new Error(files.error);
  return files.value.map((file) => {
    const read = readScenario(file);
    if (!read.ok) throw new Error(read.error);
    return read.value;
  });
}

const playedOn = (devices: object, hasPerson = true) =>
  shipped.filter((read) => skipOn(desk(devices, hasPerson), read) === null).map(({ file }) => basename(file, '.yaml'));

/** At least: whoever ships another scenario need not count. */
test.each([
  ['everything simulated', {}, true, 94],
  ['a real printer', { printer }, true, 91],
  ['a real reader', { reader }, true, 63],
  ['everything real', { reader, printer, tower }, true, 60],
  ['everything real, nobody there', { reader, printer, tower }, false, 5],
])('of the 97 that shipped: %s', (_what, devices, hasPerson, count) => {
  expect(playedOn(devices, hasPerson).length).toBeGreaterThanOrEqual(count);
});

test('with a real printer just those are skipped that break a simulated one, or touch the page', () => {
  const strikes = /strike: (paper-out|cover-opened|cutter-jam|overheated|stalled|broken|answers-lost|answers-late)\b/;
  const others = shipped.filter(({ file }) => !/^page: true$|^ .*strike/m.test(readFileSync(file, 'utf8')));
  const played = new Set(playedOn({ printer }));
  for (const { file } of others) expect(played).toContain(basename(file, '.yaml'));
  for (const { file } of shipped) {
    if (strikes.test(readFileSync(file, 'utf8'))) expect(played).not.toContain(basename(file, '.yaml'));
  }
});

test.each(['card-changed-while-read', 'two-cards-in-one-wallet'])('no hand is that quick: %s', (name) => {
  const read = shipped.find(({ file }) => basename(file, '.yaml') === name);
  const skip = read && skipOn(desk({ reader }), read);
  expect(skip?.what).toMatch(/^(lift|lay) \w+: the reader is real, and no hand is that quick$/);
});
