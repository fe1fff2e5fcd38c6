/** The scenarios in which the touch itself matters: on the built page, in a real browser. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPageHands, type PageHands } from '../../cli/rig/page-hand.ts';
import { play } from '../../rig/scenario/play.ts';
import { type ReadScenario, readScenario, scenarioFiles } from '../../rig/scenario/read.ts';

let hands: PageHands;
beforeAll(async () => {
  const opened = await openPageHands();
  if (!opened.ok) throw new Error(opened.error);
  hands = opened.value;
});
afterAll(() => hands?.close());

const files = scenarioFiles([join(import.meta.dirname, '../../rig/scenarios')]);
const onPage: ReadScenario[] = (files.ok ? files.value : []).flatMap((file) => {
  const read = readScenario(file);
  // Where nothing is sampled, every scenario is touched on the page.
  return read.ok && (read.value.scenario.page || process.env.WESTER_TEST === 'full') ? [read.value] : [];
});

test('there are some', () => {
  expect(onPage.length).toBeGreaterThanOrEqual(3);
});

test.each(onPage.map((read) => [read.scenario.title, read] as const))('%s', async (_title, read) => {
  expect((await play(read, { seed: 1, hand: hands.hand })).failure).toBeNull();
});

test('a failure leaves a picture of the page', async () => {
  const [read] = onPage;
  if (!read) throw new Error('no scenario');
  const steps = [{ see: 'home' as const }, { see: 'unresolved' as const, within: 1 }];
  const played = await play({ ...read, scenario: { ...read.scenario, steps } }, { seed: 1, hand: hands.hand });
  expect(played.failure?.what).toContain('the screen is home');
  const png = played.evidence?.png ?? new Uint8Array();
  expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
});
