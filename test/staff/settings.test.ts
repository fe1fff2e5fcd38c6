import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type FlowBench, flowBench } from '../flows/bench.ts';

const inFile = (bench: FlowBench) => JSON.parse(readFileSync(bench.configFile, 'utf8'));

async function settings(who: 'attendant' | 'engineer') {
  const bench = await flowBench();
  const card = await bench.comeIn(who);
  await bench.staffTouch({ type: 'open-room', room: 'settings' });
  await bench.seeStaff('settings');
  return { bench, card };
}

test('the volume is set: the next passenger begins with it, it is in the file, and it is taken back', async () => {
  const { bench, card } = await settings('attendant');
  await bench.staffTouch({ type: 'edit-setting', field: 'volume' });
  await bench.staffTouch({ type: 'set-setting', field: 'volume', value: '1' });
  expect(await bench.seeStaff('settings')).toMatchObject({ done: { field: 'volume', value: '1' }, problem: null });
  expect(inFile(bench).display).toEqual({ volume: 1 });
  await bench.staffTouch({ type: 'undo-setting', field: 'volume' });
  expect(inFile(bench).display).toEqual({ volume: 2 });
  await bench.staffTouch({ type: 'undo-setting', field: 'volume' });
  bench.lift(card);
  await bench.see('home');
  expect(bench.screen.modes.volume).toBe(1);
  // Somebody changes it and goes away: back to what staff have set.
  await bench.touch({ type: 'set-modes', modes: { ...bench.screen.modes, volume: 3, contrast: true } });
  expect(bench.screen.modes.volume).toBe(3);
  await bench.wait(81_000);
  expect(bench.screen.modes).toMatchObject({ volume: 1, contrast: false });
});

test('the brightness is told to the page at once', async () => {
  const { bench } = await settings('attendant');
  expect(bench.screen.brightness).toBe(100);
  await bench.staffTouch({ type: 'edit-setting', field: 'brightness' });
  await bench.staffTouch({ type: 'set-setting', field: 'brightness', value: '55' });
  expect(bench.screen.brightness).toBe(55);
});

test('a wrong value stays on its screen with the reason, and changes nothing', async () => {
  const { bench } = await settings('engineer');
  await bench.staffTouch({ type: 'edit-setting', field: 'center-url' });
  await bench.staffTouch({ type: 'set-setting', field: 'center-url', value: 'gopher://x' });
  const { problem, line } = await bench.seeStaff('edit-setting');
  expect(problem).toMatchObject({ kind: 'wrong-value', detail: expect.stringContaining('center.url') });
  expect(line.value).toBe('http://127.0.0.1:7070');
});

test('an attendant is refused what takes an engineer, also where the page asks for it', async () => {
  const { bench } = await settings('attendant');
  await bench.staffTouch({ type: 'edit-setting', field: 'profile' });
  await bench.staffTouch({ type: 'set-setting', field: 'profile', value: 'pink' });
  expect((await bench.seeStaff('edit-setting')).problem).toEqual({ kind: 'needs-engineer' });
  expect(inFile(bench).profile).toBe('navy');
});

test('what needs a restart waits for it, and holds after it', async () => {
  const { bench, card } = await settings('engineer');
  await bench.staffTouch({ type: 'edit-setting', field: 'profile' });
  await bench.staffTouch({ type: 'set-setting', field: 'profile', value: 'pink' });
  const { lines } = await bench.seeStaff('settings');
  expect(lines.find(({ field }) => field === 'profile')).toMatchObject({ value: 'pink', pending: true });
  expect(bench.screen.profile).toBe('navy');
  await bench.staffTouch({ type: 'back' });
  await bench.staffTouch({ type: 'choose-power', act: 'restart' });
  await bench.staffTouch({ type: 'confirm' });
  expect(bench.power).toEqual(['restart']);
  bench.lift(card);
  await bench.restart();
  expect(bench.screen.profile).toBe('pink');
});

test('the file was spoiled by hand: the room says so, and the machine goes on', async () => {
  const bench = await flowBench();
  writeFileSync(bench.configFile, '{ "profile": ');
  const card = await bench.comeIn();
  await bench.staffTouch({ type: 'open-room', room: 'settings' });
  const { problem, lines } = await bench.seeStaff('settings');
  expect([lines, problem?.kind]).toEqual([[], 'file-wrong']);
  expect(bench.staff.accepts).not.toContain('edit-setting');
  bench.lift(card);
  await bench.see('home');
});
