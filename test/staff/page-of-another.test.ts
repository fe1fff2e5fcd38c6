import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Intent } from '../../station/contract/index.ts';
import { flowBench } from '../flows/bench.ts';
import { auditLogOf } from './written-down.ts';

const session = '0'.repeat(32);

describe('who may speak to the machine of staff', () => {
  test('the passenger’s page may not, although some of its intents have the same names', async () => {
    const bench = await flowBench();
    await bench.comeIn('engineer');
    await bench.staffTouch({ type: 'choose-power', act: 'shut-down' });
    const { revision } = bench.screen;
    const intents = [
      { type: 'confirm' },
      { type: 'back' },
      { type: 'continue' },
      { type: 'cancel' },
      { type: 'more-time' },
    ];
    for (const intent of intents) {
      bench.station.receive({ kind: 'intent', message: { revision, intent: Intent.parse(intent) } });
      await bench.wait(0);
    }
    expect(bench.staff.body).toEqual({ id: 'confirm-power', act: 'shut-down' });
    expect(bench.power).toEqual([]);
    expect(bench.station.refused.notOffered).toBe(intents.length);
  });

  test('without a session every staff intent is refused and counted, once on the audit log', async () => {
    const bench = await flowBench();
    const message = { session, revision: 1, intent: { type: 'choose-power', act: 'restart' } };
    for (let again = 0; again < 50; again++) bench.station.staff.receive({ kind: 'intent', message });
    expect(bench.station.staff.refused.noSession).toBe(50);
    expect(bench.screen.body.id).toBe('home');
    expect(bench.logged.filter((line) => line.includes('staff-message-refused'))).toHaveLength(50);
    expect(auditLogOf(bench).filter(({ kind }) => kind === 'message-refused')).toEqual([
      { kind: 'message-refused', why: 'noSession', count: 1 },
    ]);
  });

  test('a guessed token, a token of a session that is over, a late touch and one that is not offered are refused', async () => {
    const bench = await flowBench();
    const card = await bench.comeIn('attendant');
    const old = bench.staff;
    const say = (of: { session: string; revision: number }, intent: object) =>
      bench.station.staff.receive({ kind: 'intent', message: { session: of.session, revision: of.revision, intent } });
    say({ session, revision: old.revision }, { type: 'choose-power', act: 'restart' });
    say({ session: old.session, revision: old.revision - 1 }, { type: 'choose-power', act: 'restart' });
    say(old, { type: 'confirm' });
    bench.lift(card);
    await bench.see('home');
    await bench.comeIn('attendant');
    say({ session: old.session, revision: bench.staff.revision }, { type: 'choose-power', act: 'restart' });
    expect(bench.staff.body.id).toBe('menu');
    expect(bench.staff.session).not.toBe(old.session);
    expect(bench.station.staff.refused).toEqual({
      malformed: 0,
      noSession: 0,
      wrongSession: 2,
      late: 1,
      notOffered: 1,
    });
  });

  test('before the PIN no screen takes anything but a PIN and the way out', async () => {
    const bench = await flowBench();
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'engineer' }));
    await bench.seeStaff('enter-pin');
    const { session: token, revision } = bench.staff;
    const intent = { type: 'set-service', state: 'out-of-service', reason: 'other' };
    bench.station.staff.receive({ kind: 'intent', message: { session: token, revision, intent } });
    expect(bench.station.staff.refused.notOffered).toBe(1);
    expect(bench.staff.body.id).toBe('enter-pin');
  });

  test('whatever else is said changes nothing', async () => {
    const bench = await flowBench();
    await bench.comeIn('attendant');
    const { revision } = bench.staff;
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        bench.station.staff.receive(raw);
      }),
      { numRuns: 200 },
    );
    await bench.wait(0);
    expect(bench.staff.body.id).toBe('menu');
    expect(bench.staff.revision).toBe(revision);
    expect(bench.station.staff.refused.malformed).toBeGreaterThan(190);
  });
});
