import { afterEach, expect, test } from 'vitest';
import { handlerClient } from '../../station/center/in-process.ts';
import { draftShift } from '../../station/staff/shift.ts';
import { charged, type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

test('a card that refused and has written: its points are spent, and the shift report says so like the ledger', async () => {
  at = await scene();
  const { world, station, card } = at;
  card.card.forceNextWrite({ sf1: 0x01, sf2: 0xa5, written: true });
  station.network = (name) => ({ kind: name === 'finish' ? 'lose-request' : 'none' });
  expect((await charged(at)).kind).toBe('contradiction');
  station.network = () => ({ kind: 'none' });
  await world.clock.advance(120_000);
  const kinds = [...station.journal.entries()].map(({ body }) => body.kind);
  expect(kinds.indexOf('transfer-contradicted')).toBeGreaterThan(kinds.indexOf('transfer-written'));
  const center = handlerClient({ handle: (name, body) => world.handle(name, body) }, { clock: world.clock });
  const deps = { journal: station.journal, center, businessDate: () => world.today };
  expect(await station.run(draftShift(deps))).toMatchObject({
    ok: true,
    value: { charged: { count: 1, points: 1_000 }, unresolved: { count: 0 }, ledger: { kind: 'agrees', compared: 1 } },
  });
});
