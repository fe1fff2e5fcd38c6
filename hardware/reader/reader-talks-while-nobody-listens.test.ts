import { expect, test } from 'vitest';
import { SimulatedClock } from '../clock.ts';
import { memoryLine } from '../lines/memory.ts';
import { Inbox } from './inbox.ts';

test('what nobody takes does not fill the memory, and is gone with the next command', async () => {
  const line = memoryLine();
  const clock = new SimulatedClock();
  const inbox = new Inbox(
    await line.open(),
    clock,
    (bytes) => Array.from(bytes, () => ({ kind: 'noise' as const })),
    () => {},
  );
  for (let time = 0; time < 100; time++) await line.device.write(new Uint8Array(1_000));
  await clock.advance(0);
  const next = async () => {
    const heard = inbox.next(0);
    await clock.advance(0);
    return await heard;
  };
  let kept = 0;
  while ((await next()).kind === 'noise') kept++;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(100);

  await line.device.write(new Uint8Array(10));
  await clock.advance(0);
  inbox.clear();
  expect(await next()).toEqual({ kind: 'time-up' });
});
