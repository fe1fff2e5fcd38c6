/** A station's folder with a journal, a key and a folder that stands for a medium: for the tests of exports. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Journal, JournalOptions } from '../../journal/journal.ts';
import { journalOptions, openOrFail, testFolder } from '../../journal/testing/fixture.ts';
import { type StationKey, stationKey } from './station-key.ts';
import type { ExportSource } from './write-archive.ts';

export interface ExportBench {
  readonly path: string;
  readonly usb: string;
  readonly medium: { readonly directory: string; readonly label: string; readonly isMounted: boolean };
  readonly journal: Journal;
  readonly key: StationKey;
  source(change?: Partial<ExportSource>): ExportSource;
  remove(): void;
}

export function exportBench(options: Partial<JournalOptions> = {}): ExportBench {
  const folder = testFolder();
  const usb = join(folder.path, 'usb');
  mkdirSync(usb);
  const journal = openOrFail({ ...journalOptions(folder.path), ...options });
  const made = stationKey(join(folder.path, 'station-key.pem'));
  if (!made.ok) throw new Error(made.error);
  const key = made.value;
  const scratch = join(folder.path, 'export');
  const kept = { journal, softwareVersion: 'test', businessDate: '2023-04-10', isRig: true, key, scratch, further: [] };
  return {
    path: folder.path,
    usb,
    medium: { directory: usb, label: 'usb', isMounted: false },
    journal,
    key,
    source: (change = {}) => ({ ...kept, ...change }),
    remove() {
      journal.close();
      folder.remove();
    },
  };
}
