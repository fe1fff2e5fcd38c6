/**
 * A touch on the menu in the moment in which something that it tells changes (a file, the disk, a device): the menu is
 * drawn anew before the touch arrives, asks the same, and takes it. A touch on a place of a list, or a second one, does not count.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSelfTestFile } from '../../station/staff/devices/self-test-file.ts';
import { type FlowBench, flowBench } from '../flows/bench.ts';

/** A self-test that failed is on the disk: the menu says so when it is drawn the next time. */
function failSelfTest(bench: FlowBench): void {
  createSelfTestFile(join(bench.dataFolder, 'self-tests.json')).add({
    on: bench.today,
    time: '05:00',
    businessDate: bench.today,
    softwareVersion: 'test',
    by: 'E-1001',
    steps: [{ number: 1, name: 'sam', result: 'fail', ms: 1, detail: '' }],
  });
}

const partsOf = (bench: FlowBench) => (bench.staff.body.id === 'menu' ? bench.staff.body.others : []);

test('a file changed: the touch that was on its way opens its room', async () => {
  const bench = await flowBench();
  await bench.comeIn();
  const { revision } = bench.staff;
  const before = partsOf(bench);
  failSelfTest(bench);
  await bench.staffTouch({ type: 'choose-service', state: 'out-of-service' });
  expect(bench.staff.body.id).toBe('choose-service');
  await bench.staffTouch({ type: 'back' });
  // It had been drawn anew: without that the test would prove nothing.
  expect(partsOf(bench)).not.toEqual(before);
  expect(bench.staff.revision).toBe(revision + 3);
  expect(bench.station.staff.refused.late).toBe(0);
});

test('the same touch twice: the second one answers a screen that is gone', async () => {
  const bench = await flowBench();
  await bench.comeIn();
  const { revision, session } = bench.staff;
  failSelfTest(bench);
  const message = { session, revision, intent: { type: 'choose-power', act: 'restart' } };
  for (let count = 0; count < 2; count++) bench.station.staff.receive({ kind: 'intent', message });
  expect(bench.staff.body.id).toBe('confirm-power');
  expect(bench.station.staff.refused.late).toBe(1);
});
