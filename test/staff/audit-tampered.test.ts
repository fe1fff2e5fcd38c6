import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { staffFiles } from '../../station/staff/assemble.ts';
import { auditEntryOf } from '../../station/staff/audit/audit.ts';
import { verifyAudit } from '../../station/staff/audit/verify.ts';
import { type FlowBench, flowBench } from '../flows/bench.ts';

const auditOf = (bench: FlowBench) => join(bench.dataFolder, staffFiles.audit);

/** What the log says, read by somebody else. */
function kinds(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT number, at_ms, body FROM entries ORDER BY number').all();
  database.close();
  return rows.map((row) => auditEntryOf(row as never)?.body.kind ?? 'unreadable');
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
    expect(devices).toContainEqual({ name: 'audit', status: 'begun-anew', state: 'care', recoveries: 0 });
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

  test('something else stands in its place: kept, and begun anew', async () => {
    const bench = await usedAndStopped();
    writeFileSync(auditOf(bench), 'not a database, and long enough to be none for sure'.repeat(100));
    await bench.restart();
    await bench.see('home');
    expect(readFileSync(`${auditOf(bench)}.broken-1`, 'utf8')).toContain('not a database');
  });
});
