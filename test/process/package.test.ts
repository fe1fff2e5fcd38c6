/**
 * The real electron-builder packs a kiosk, with a stub in place of Electron's binary (which holds the fuses as Electron ships
 * them, and nothing else). What came out is read back: fuses, contents, native parts; and the station from the archive serves
 * a passenger in plain Node. Electron itself has run nothing of this.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildShell } from '../../cli/build.ts';
import { packKiosk } from '../../cli/package.ts';
import { buildPage } from '../../renderer/build.ts';
import { everythingOnceMore, inspect, isOver } from '../../rig/torture/kill.ts';
import { Processes } from '../../rig/torture/processes.ts';
import { buildHash } from '../../station/build-hash.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'wester-package-'));
const kiosk = join(folder, 'linux-unpacked');
const archive = join(kiosk, 'resources', 'app.asar');
const unpacked = join(folder, 'app');

/** The fuses of an Electron as it is shipped: docs/facts/anchors.md §6, in the order of @electron/fuses. */
const SHIPPED = '101100011';

beforeAll(async () => {
  const electronDist = join(folder, 'electron');
  mkdirSync(join(electronDist, 'resources'), { recursive: true });
  const wire = [Buffer.from('#!/bin/sh\n#dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.of(1, 9), Buffer.from(SHIPPED)];
  writeFileSync(join(electronDist, 'electron'), Buffer.concat(wire));
  chmodSync(join(electronDist, 'electron'), 0o755);
  await buildPage();
  await buildShell();
  const config = { electronDist, directories: { output: folder } };
  await packKiosk({ arch: 'x64', system: 'linux', folderOnly: true, config });
  extractAll(archive, unpacked);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the fuses are as in the table', async () => {
  const wire = await getCurrentFuseWire(join(kiosk, 'wester-kiosk'));
  const isOn = (fuse: FuseV1Options) => String.fromCharCode(Number(wire[fuse])) === '1';
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    nodeCliInspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    onlyLoadAppFromAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    // Looked at by Windows and macOS only.
    embeddedAsarIntegrityValidation: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    grantFileProtocolExtraPrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
    loadBrowserProcessSpecificV8Snapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    wasmTrapHandlers: isOn(FuseV1Options.WasmTrapHandlers),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    nodeCliInspect: false,
    onlyLoadAppFromAsar: true,
    embeddedAsarIntegrityValidation: true,
    grantFileProtocolExtraPrivileges: false,
    cookieEncryption: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    wasmTrapHandlers: true,
  });
});

/** Top-level packages that a kiosk carries: of serialport, node-hid, pino, receiptline and iconv-lite. */
const PACKAGES = `
@pinojs/redact @serialport/binding-mock @serialport/bindings-cpp @serialport/bindings-interface @serialport/parser-byte-length
@serialport/parser-cctalk @serialport/parser-delimiter @serialport/parser-inter-byte-timeout @serialport/parser-packet-length
@serialport/parser-readline @serialport/parser-ready @serialport/parser-regex @serialport/parser-slip-encoder
@serialport/parser-spacepacket @serialport/stream atomic-sleep debug iconv-lite ms node-addon-api node-gyp-build node-hid
on-exit-leak-free pino pino-abstract-transport pino-std-serializers pkg-prebuilds pngjs process-warning
quick-format-unescaped real-require receiptline safe-stable-stringify safer-buffer serialport sonic-boom split2 thread-stream`;

test('the archive holds what is on the list, and nothing else', () => {
  const files = listPackage(archive, { isPack: false }).filter((file) => !file.startsWith('/node_modules'));
  const built = files.filter((file) => !/^\/dist\/renderer\/assets\/[^/]+\.(js|css|woff2|ttf)$/.test(file));
  expect(built.sort()).toEqual([
    '/dist',
    '/dist/build-hash',
    '/dist/electron',
    '/dist/electron/main.js',
    '/dist/electron/main.js.map',
    '/dist/electron/preload-staff.cjs',
    '/dist/electron/preload-staff.cjs.map',
    '/dist/electron/preload.cjs',
    '/dist/electron/preload.cjs.map',
    '/dist/renderer',
    '/dist/renderer/.built-from',
    '/dist/renderer/assets',
    '/dist/renderer/index.html',
    '/dist/renderer/staff.html',
    '/dist/station',
    '/dist/station/main.js',
    '/dist/station/main.js.map',
    '/package.json',
  ]);
  const packages = readdirSync(join(unpacked, 'node_modules')).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(unpacked, 'node_modules', name)).map((each) => `${name}/${each}`) : [name],
  );
  expect(packages.sort()).toEqual(PACKAGES.trim().split(/\s+/).sort());
});

test('native parts lie outside the archive: those of this system and processor, and no others', () => {
  const outside = readdirSync(`${archive}.unpacked`, { recursive: true, encoding: 'utf8' });
  const native = outside.filter((file) => file.endsWith('.node'));
  expect(native.filter((file) => !/linux-x64/.test(file))).toEqual([]);
  expect(native.some((file) => file.includes('@serialport/bindings-cpp'))).toBe(true);
  expect(native.some((file) => file.includes('HID_hidraw-linux-x64/'))).toBe(true);
  const listed = listPackage(archive, { isPack: true }).filter((line) => line.endsWith('.node'));
  expect(listed.filter((line) => !line.startsWith('unpack'))).toEqual([]);
});

test('the preloads need nothing that a sandbox does not have', () => {
  for (const name of ['preload.cjs', 'preload-staff.cjs']) {
    const text = readFileSync(join(unpacked, 'dist', 'electron', name), 'utf8');
    expect([...text.matchAll(/require\(([^)]*)\)/g)].map(([, what]) => what)).toEqual(['"electron"']);
  }
});

test('the package knows its version and what it was built from', () => {
  expect(buildHash(join(unpacked, 'dist'))).toBe(buildHash(root));
  const { version, main } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
  expect({ version, main }).toEqual({ version: '0.1.0', main: 'dist/electron/main.js' });
});

test('node-hid loads from the package, with its native part', () => {
  const script =
    "const hid = await import('node-hid'); process.stdout.write(String(Array.isArray(await hid.devicesAsync())))";
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: unpacked,
    encoding: 'utf8',
  });
  expect(said).toBe('true');
});

test('the station from the package serves a passenger: serial lines by its native part, its journal in node:sqlite', async () => {
  const center = [process.execPath, join(root, 'cli/center.ts'), 'serve'];
  const processes = new Processes(center, 1_200, {
    program: { entry: join(unpacked, 'dist', 'station', 'main.js') },
  });
  try {
    await processes.startCenter();
    processes.startStation();
    expect(await processes.walk(100, isOver)).toMatchObject({ body: { id: 'goodbye' } });
    await everythingOnceMore(processes);
    expect(await inspect(processes)).toEqual([]);
  } finally {
    await processes.remove();
  }
});
