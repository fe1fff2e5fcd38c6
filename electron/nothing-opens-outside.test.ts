import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

test('the linter refuses a window or a station that could open something outside (openExternal)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wester-lint-'));
  const config = { ...JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')), vcs: { enabled: false } };
  const files = {
    'biome.json': JSON.stringify(config),
    'electron/opens.ts': "import { app, shell } from 'electron';\n\nshell.openExternal(app.name);\n",
    'station/opens.ts': "import { shell } from 'electron';\n\nshell.openPath('/');\n",
    'electron/quits.ts': "import { app } from 'electron';\n\napp.quit();\n",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const program = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const { stdout, stderr } = spawnSync(process.execPath, [program, 'lint', '.'], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const refused = /(\S+\.ts):\d+:\d+ lint\/style\/noRestrictedImports/g;
  const names = [...`${stdout}${stderr}`.matchAll(refused)].map(([, name]) => name);
  expect(names.sort()).toEqual(['electron/opens.ts', 'station/opens.ts']);
});
