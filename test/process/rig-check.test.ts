import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printerContract } from '../../hardware/printer/contract.ts';
import { readerContract } from '../../hardware/reader/contract.ts';
import { samContract } from '../../hardware/sam/contract.ts';
import { towerContract } from '../../hardware/tower/contract.ts';
import { killRigs, type RigProcess, runRig, startRig } from './rig-process.ts';

// One rig for the whole file: a reader with a card on a pseudo terminal, a printer and a tower behind TCP ports.

let folder: string;
let rig: RigProcess;
let lines: { reader: string; printer: string; tower: string };
let control: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-check-'));
  const file = join(folder, 'rig.json');
  const simulated = { is: 'simulated', at: 'tcp:0' };
  const devices = { reader: { is: 'simulated', at: `pty:${folder}/tty` }, printer: simulated, tower: simulated };
  writeFileSync(file, JSON.stringify({ devices }));
  rig = startRig('serve', file);
  control = await rig.says('control');
  const where = async (device: string) => (await rig.says(device)).replace(' (simulated)', '');
  lines = { reader: await where('reader'), printer: await where('printer'), tower: await where('tower') };
  await act({ do: 'lay', card: 'icoca-15000' });
  await act({ do: 'speed', speed: 'instant' });
});
afterAll(async () => {
  await rig.stop();
  killRigs();
  rmSync(folder, { recursive: true });
});
const act = (action: object) =>
  fetch(new URL('rig/actions', control), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(action),
  });

const names = (checks: readonly { readonly does: string }[]) => checks.map(({ does }) => does);
const held = (stdout: string, mark = 'yes') =>
  [...stdout.matchAll(new RegExp(`^${mark} {2}(.*)$`, 'gm'))].map(([, line = '']) =>
    line.replace(/ \((\d|at most|two).*\)$/, ''),
  );

test('the report is the list that the simulators are tested with', async () => {
  // One after the other: a reader whose answers wait for a processor is not as the drivers expect it.
  const reader = await runRig('check', 'reader', lines.reader);
  const printer = await runRig('check', 'printer', lines.printer);
  const tower = await runRig('check', 'tower', lines.tower);
  const sam = await runRig('check', 'sam', 'rig');
  expect(
    [reader, printer, tower, sam].map(({ status, stderr }) => ({ status, stderr })),
    reader.stdout,
  ).toEqual(Array.from({ length: 4 }, () => ({ status: 0, stderr: '' })));
  expect(reader.stdout).toMatch(/^PN532 1\.6 on /);
  expect(held(reader.stdout)).toEqual(names(readerContract));
  expect(held(printer.stdout)).toEqual(names(printerContract));
  // It says nothing back: nothing is claimed that only eyes can see.
  const onlyTaken = ' (it took the reports; whether they were right, only eyes can say)';
  expect(held(tower.stdout)).toEqual([]);
  expect(held(tower.stdout, 'sent')).toEqual(names(towerContract).map((name) => `${name}${onlyTaken}`));
  expect(tower.stdout).toMatch(/^read back: none; .* only eyes and ears can say\n$/m);
  expect(held(sam.stdout)).toEqual(names(samContract));
});

test('what is no such device, is missing, busy or empty: one line, status 1', async () => {
  const adapter = join(folder, 'adapter.mjs');
  writeFileSync(adapter, 'export default 7;\n');
  // Something that hears and says nothing.
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const { port } = silent.address() as { port: number };
  const outcomes = await Promise.all([
    runRig('check', 'reader', lines.printer),
    runRig('check', 'printer', `tcp:127.0.0.1:${port}`),
    runRig('check', 'reader', '/dev/no-such-reader'),
    runRig('check', 'reader', 'nonsense'),
    runRig('check', 'sam', adapter),
  ]);
  silent.close();
  expect(outcomes.map(({ status, stdout, stderr }) => ({ status, stdout, lines: stderr.split('\n').length }))).toEqual(
    outcomes.map(() => ({ status: 1, stdout: '', lines: 2 })),
  );
  const said = outcomes.map(({ stderr }) => stderr).join('');
  expect(said).toContain(`${lines.printer}: no card reader answers there`);
  expect(said).toContain(`tcp:127.0.0.1:${port}: no ESC/POS printer answers there: to DLE EOT 1 it answered nothing`);
  expect(said).toContain('/dev/no-such-reader: cannot be opened: No such file or directory');
  expect(said).toContain('"nonsense" is no address of a device');
  expect(said).toContain(`${resolve(adapter)}: exports no function as default`);
  await act({ do: 'lift' });
  await act({ do: 'printer', action: 'open-cover' });
  const [empty, open] = await Promise.all([
    runRig('check', 'reader', lines.reader),
    runRig('check', 'printer', lines.printer),
  ]);
  expect(open.stdout).toMatch(/^NO {3}proves what it printed by an answer in order \(GS r 1\): it is cover-open$/m);
  expect(open.stderr).toMatch(/^\d of 5 not as our drivers expect it\n$/);
  expect(open.status).toBe(1);
  expect(empty.stderr).toContain('lay one FeliCa card on it (it finds: nothing)');
  expect(empty.status).toBe(1);
});
