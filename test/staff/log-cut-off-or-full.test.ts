/** The disk is full, the power goes, somebody else has the file: staff are not shut out for longer than that lasts. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { SimulatedClock } from '../../hardware/clock.ts';
import { testFolder } from '../../station/journal/testing/fixture.ts';
import { silentLog } from '../../station/log.ts';
import { staffFiles } from '../../station/staff/assemble.ts';
import { notAnchored, openAudit } from '../../station/staff/audit/audit.ts';
import { systemWallClock } from '../../station/wall-clock.ts';
import { type FlowBench, flowBench } from '../flows/bench.ts';
import { auditLogOf } from './written-down.ts';

const PIN = '918273';
const engineer = { kind: 'staff', staffId: 'E-7', role: 'engineer' } as const;
const attendant = { kind: 'staff', staffId: 'A-1', role: 'attendant' } as const;
const SQLITE_FULL = 13;

const file = (bench: FlowBench, end = '') => join(bench.dataFolder, staffFiles.audit + end);

/** Every write to the audit log for which this is true finds the disk full. */
function fullWhen(isFull: () => boolean): void {
  const exec = DatabaseSync.prototype.exec;
  vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    const isLog = this.location()?.endsWith(staffFiles.audit) === true;
    if (isLog && sql.startsWith('BEGIN IMMEDIATE') && isFull()) {
      throw Object.assign(new Error('database or disk is full'), { errcode: SQLITE_FULL });
    }
    exec.call(this, sql);
  });
}
afterEach(() => {
  vi.restoreAllMocks();
});

describe('the first set-up', () => {
  async function choosesPin(bench: FlowBench, spec: object = engineer) {
    const card = bench.cardFrom(spec as typeof engineer);
    bench.lay(card);
    expect(await bench.seeStaff('choose-pin')).toMatchObject({ purpose: 'first-engineer' });
    await bench.enterPin(PIN);
    await bench.enterPin(PIN);
    return card;
  }

  test.each([
    ['audit log', (bench: FlowBench) => rmSync(file(bench, '.reserve'), { force: true }), true],
    ['register', (bench: FlowBench) => mkdirSync(join(bench.dataFolder, `${staffFiles.register}.part`)), false],
  ])('is cut off by a full disk at the %s: the same card begins again, and no other', async (_, fill, isLog) => {
    const bench = await flowBench({ fresh: true });
    let isFull = false;
    fullWhen(() => isFull);
    const card = bench.cardFrom(engineer);
    bench.lay(card);
    await bench.seeStaff('choose-pin');
    await bench.enterPin(PIN);
    fill(bench);
    isFull = isLog;
    await bench.enterPin(PIN);
    await bench.seeStaff('refused-card');
    bench.lift(card);
    await bench.see('home');
    isFull = false;
    rmSync(join(bench.dataFolder, `${staffFiles.register}.part`), { recursive: true, force: true });
    await bench.restart();
    await bench.see('home');
    bench.lay(bench.cardFrom({ ...engineer, staffId: 'E-8' }));
    expect(await bench.seeStaff('refused-card')).toMatchObject({ why: 'not-registered' });
    bench.lift();
    await bench.see('home');
    await choosesPin(bench);
    await bench.seeStaff('menu');
  });
});

test('a power cut left nothing of the log but what had not been taken into it: begun anew, at every start', async () => {
  const bench = await flowBench();
  bench.lift(await bench.comeIn('attendant'));
  await bench.see('home');
  await bench.stop();
  for (const end of ['', '.head']) rmSync(file(bench, end), { force: true });
  writeFileSync(file(bench, '-wal'), 'of the log before');
  for (let start = 0; start < 2; start++) {
    await bench.restart();
    await bench.see('home');
    bench.lay(bench.cardFrom(attendant));
    // No try is left for the moment; but there will be one.
    expect(await bench.seeStaff('locked-out')).toMatchObject({ by: 'machine' });
    bench.lift();
    await bench.see('home');
    await bench.stop();
  }
  await bench.restart();
  expect(existsSync(file(bench, '.broken-1-wal'))).toBe(true);
});

test('another process reads the log while the machine starts: staff come in as soon as it is done', async () => {
  const bench = await flowBench();
  bench.lift(await bench.comeIn('attendant'));
  await bench.see('home');
  await bench.stop();
  const other = new DatabaseSync(file(bench));
  other.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
  await bench.restart();
  await bench.see('home');
  bench.lay(bench.cardFrom(attendant));
  expect(await bench.seeStaff('refused-card')).toMatchObject({ why: 'storage' });
  bench.lift();
  await bench.see('home');
  other.close();
  bench.lay(bench.cardFrom(attendant));
  // The card is refused once more, and that entry opens the log again.
  await bench.seeStaff('refused-card');
  bench.lift();
  await bench.see('home');
  bench.lay(bench.cardFrom(attendant));
  await bench.seeStaff('enter-pin');
});

test('a log that is gone and finds the disk full does not begin as the first one later', () => {
  const folder = testFolder();
  const path = join(folder.path, staffFiles.audit);
  // Where the new file would be made stands something else.
  mkdirSync(`${path}.new`);
  const clock = new SimulatedClock();
  const station = { stationId: 'GONE-1', softwareVersion: '1', clock, wall: systemWallClock, log: silentLog };
  const audit = openAudit({ path, ...station, anchor: { ...notAnchored, isLost: true } });
  expect(audit.problem).not.toBeNull();
  rmSync(`${path}.new`, { recursive: true });
  expect(audit.append({ kind: 'card-refused', card: null, why: 'test' }).ok).toBe(true);
  expect(audit.state).toMatchObject({ after: 'the audit log is gone', lockout: { left: 0 } });
  audit.close();
  folder.remove();
});

test('on a full disk the room that the log has kept lets staff in', async () => {
  const bench = await flowBench();
  bench.lift(await bench.comeIn('attendant'));
  await bench.see('home');
  expect(existsSync(file(bench, '.reserve'))).toBe(true);
  fullWhen(() => existsSync(file(bench, '.reserve')));
  await bench.comeIn('attendant');
  expect(auditLogOf(bench).filter(({ kind }) => kind === 'session-begun')).toHaveLength(2);
});

test('what devices are asked, and what is looked at, is on the log', async () => {
  const bench = await flowBench();
  await bench.comeIn('attendant');
  await bench.staffTouch({ type: 'open-room', room: 'devices' });
  await bench.seeStaff('board');
  await bench.staffTouch({ type: 'try-now', device: 'center' });
  expect(auditLogOf(bench).at(-1)).toMatchObject({ kind: 'act', act: 'try-now', detail: 'center' });
  await bench.staffTouch({ type: 'back' });
  await bench.staffTouch({ type: 'open-room', room: 'money' });
  await bench.seeStaff('shift');
  await bench.staffTouch({ type: 'show-last-shift' });
  expect(auditLogOf(bench).at(-1)).toMatchObject({ kind: 'act', act: 'show-last-shift', detail: null });
});
