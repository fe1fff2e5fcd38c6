import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test, vi } from 'vitest';
import { SimulatedClock } from '../../hardware/clock.ts';
import { testFolder } from '../../station/journal/testing/fixture.ts';
import { verifyJournals } from '../../station/journal/verify.ts';
import { silentLog } from '../../station/log.ts';
import { staffFiles } from '../../station/staff/assemble.ts';
import { auditBodyOf, notAnchored, openAudit } from '../../station/staff/audit/audit.ts';
import { verifyAudit } from '../../station/staff/audit/verify.ts';
import { type FlowBench, flowBench } from '../flows/bench.ts';

const auditOf = (bench: FlowBench) => join(bench.dataFolder, staffFiles.audit);

/** What the log says, read by somebody else. */
function kinds(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT number, at_ms, body FROM entries ORDER BY number').all();
  database.close();
  return rows.map((row) => auditBodyOf(row as never)?.kind ?? 'unreadable');
}

/** Changes the file behind SQLite's triggers. */
function tamper(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  database.exec(sql);
  for (const { sql: create } of triggers) database.exec(String(create));
  database.close();
}

async function usedAndStopped(): Promise<FlowBench> {
  const bench = await flowBench();
  bench.lift(await bench.comeIn('attendant'));
  await bench.see('home');
  await bench.stop();
  return bench;
}

describe('the audit log', () => {
  test('has every entry, failure and act, in order, and proves that nothing was changed', async () => {
    const bench = await flowBench();
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'engineer', forged: true }));
    await bench.wait(5_000);
    bench.lift();
    await bench.wait(2_000);
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'engineer' }));
    await bench.seeStaff('enter-pin');
    await bench.enterPin('111111');
    await bench.enterPin('704926');
    await bench.seeStaff('menu');
    await bench.staffTouch({ type: 'choose-service', state: 'out-of-service' });
    await bench.staffTouch({ type: 'set-service', state: 'out-of-service', reason: 'cleaning' });
    await bench.staffTouch({ type: 'clean-screen' });
    await bench.seeStaff('menu', 31_000);
    await bench.staffTouch({ type: 'finish' });
    await bench.stop();
    const said = kinds(auditOf(bench));
    expect(said.slice(0, 3)).toEqual(['audit-begun', 'run-begun', 'card-refused']);
    expect(said.filter((kind) => kind !== 'card-refused').slice(2)).toEqual([
      'pin-tried',
      'pin-tried',
      'pin-right',
      'session-begun',
      'service-changed',
      'act',
      'session-ended',
    ]);
    expect(verifyAudit(auditOf(bench))).toMatchObject({ ok: true, value: { stationId: 'FLOW-1' } });
    await bench.restart();
  });

  test.each([
    ['an entry was changed', "UPDATE entries SET body = replace(body, 'pin-tried', 'pin-right') WHERE number = 3"],
    ['an entry was taken out', 'DELETE FROM entries WHERE number = 4'],
    ['its end is missing', 'DELETE FROM entries WHERE number > 4'],
  ])('%s: passengers are served, staff see it, and no try is left for the moment', async (_what, sql) => {
    const bench = await usedAndStopped();
    tamper(auditOf(bench), sql);
    await bench.restart();
    await bench.see('home');
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'A-1', role: 'attendant' }));
    expect(await bench.seeStaff('locked-out')).toMatchObject({ by: 'machine' });
    for (let more = 0; more < 3; more++) {
      await bench.wait(200_000);
      if (bench.staff.accepts.includes('more-time')) await bench.staffTouch({ type: 'more-time' });
    }
    await bench.seeStaff('enter-pin', 60_000);
    await bench.enterPin('250413');
    const { devices, auditProblem } = await bench.seeStaff('menu');
    expect(devices).toContainEqual(
      expect.objectContaining({ what: { name: 'audit', status: 'begun-anew' }, state: 'care' }),
    );
    expect(auditProblem).toMatch(/entry|went on/);
    // The broken one is kept for whoever looks into it.
    expect(readdirSync(bench.dataFolder)).toContain(`${staffFiles.audit}.broken-1`);
  });

  test('it is gone, and its mark is not: that is no machine from the factory', async () => {
    const bench = await usedAndStopped();
    rmSync(auditOf(bench));
    await bench.restart();
    await bench.see('home');
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'A-1', role: 'attendant' }));
    await bench.seeStaff('locked-out');
  });

  const everyFile = (bench: FlowBench): string[] =>
    readdirSync(bench.dataFolder).filter((name) => name.startsWith(staffFiles.audit));

  test('all of its files are gone: the journal remembers it', async () => {
    const bench = await usedAndStopped();
    for (const name of everyFile(bench)) rmSync(join(bench.dataFolder, name));
    await bench.restart();
    await bench.see('home');
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'A-1', role: 'attendant' }));
    expect(await bench.seeStaff('locked-out')).toMatchObject({ by: 'machine' });
  });

  test('an older copy, whole with its mark: the journal knows more, at the start and for whoever verifies both', async () => {
    const bench = await usedAndStopped();
    const older = join(bench.dataFolder, 'older');
    mkdirSync(older);
    for (const name of everyFile(bench)) copyFileSync(join(bench.dataFolder, name), join(older, name));
    await bench.restart();
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'A-1', role: 'attendant' }));
    await bench.seeStaff('enter-pin');
    for (let wrong = 0; wrong < 3; wrong++) await bench.enterPin('000000');
    bench.lift();
    await bench.see('home');
    await bench.stop();
    for (const name of everyFile(bench)) rmSync(join(bench.dataFolder, name));
    for (const name of readdirSync(older)) copyFileSync(join(older, name), join(bench.dataFolder, name));
    const journal = verifyJournals([bench.journalPath]);
    const anchor = journal.ok ? journal.value.auditAnchor : null;
    expect(verifyAudit(auditOf(bench))).toMatchObject({ ok: true });
    expect(verifyAudit(auditOf(bench), anchor)).toMatchObject({ ok: false, error: { kind: 'journal-broken' } });
    await bench.restart();
    await bench.see('home');
    bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'A-1', role: 'attendant' }));
    expect(await bench.seeStaff('locked-out')).toMatchObject({ by: 'machine' });
    expect(readdirSync(bench.dataFolder)).toContain(`${staffFiles.audit}.broken-1`);
  });

  test('says when by the machine’s own clock, also after it was set', () => {
    const folder = testFolder();
    const clock = new SimulatedClock();
    let now = Date.parse('2023-04-10T05:00:00+09:00');
    const audit = openAudit({
      path: join(folder.path, staffFiles.audit),
      stationId: 'CLOCK-1',
      softwareVersion: '1',
      clock,
      wall: { now: () => now + clock.now() },
      anchor: notAnchored,
      log: silentLog,
    });
    const refused = { kind: 'card-refused', card: null, why: 'test' } as const;
    audit.append(refused);
    now += 3_600_000;
    audit.append(refused);
    const times = [...audit.entries()]
      .filter(({ body }) => body.kind === 'card-refused')
      .map(({ wallMs }) => new Date(wallMs ?? 0).toISOString());
    expect(times).toEqual(['2023-04-09T20:00:00.000Z', '2023-04-09T21:00:00.000Z']);
    audit.close();
    folder.remove();
  });

  test('it can no longer be written: whoever is at work is out at once, and nobody comes in', async () => {
    const bench = await flowBench();
    const card = await bench.comeIn('attendant');
    const exec = DatabaseSync.prototype.exec;
    const full = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
      if (sql.startsWith('BEGIN') && this.location()?.endsWith(staffFiles.audit)) throw new Error('disk I/O error');
      exec.call(this, sql);
    });
    try {
      await bench.staffTouch({ type: 'clean-screen' });
      await bench.see('home');
      bench.lift(card);
      await bench.wait(5_000);
      bench.lay(card);
      expect(await bench.seeStaff('refused-card')).toMatchObject({ why: 'storage' });
    } finally {
      full.mockRestore();
    }
  });

  test('something else stands in its place: kept, and begun anew', async () => {
    const bench = await usedAndStopped();
    writeFileSync(auditOf(bench), 'not a database, and long enough to be none for sure'.repeat(100));
    await bench.restart();
    await bench.see('home');
    expect(readFileSync(`${auditOf(bench)}.broken-1`, 'utf8')).toContain('not a database');
  });
});
