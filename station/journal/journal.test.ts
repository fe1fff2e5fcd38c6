import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SimulatedClock } from '../../hardware/clock.ts';
import { openJournal } from './index.ts';

test('smoke', () => {
  const dir = mkdtempSync(join(tmpdir(), 'journal-'));
  const options = { path: join(dir, 'j.sqlite'), stationId: 'OSAKA-1', clock: new SimulatedClock(), newId: randomUUID };
  const first = openJournal(options);
  if (!first.ok) throw new Error(JSON.stringify(first.error));
  expect(first.value.secureSpace().ok).toBe(true);
  expect(first.value.append({ kind: 'station-started', softwareVersion: '1' }).ok).toBe(true);
  expect(openJournal(options).ok).toBe(false);
  first.value.close();
  const again = openJournal(options);
  if (!again.ok) throw new Error(JSON.stringify(again.error));
  expect(again.value.head().entry).toBe(2);
  again.value.close();
  rmSync(dir, { recursive: true });
});
