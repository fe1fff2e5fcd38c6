/** A journal in a folder of its own, for tests: on a memory file system where there is one. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '../../../hardware/clock.ts';
import type { EntryBody } from '../entries.ts';
import { type Journal, type JournalOptions, openJournal } from '../journal.ts';

const MEMORY = '/dev/shm';

export interface TestFolder {
  readonly path: string;
  remove(): void;
}

/** A copy of a folder as it is now: what a process leaves that is killed at this moment. */
export function copyOf(folder: string): TestFolder {
  const copy = testFolder();
  cpSync(folder, copy.path, { recursive: true });
  return copy;
}

export function testFolder(): TestFolder {
  const path = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'wester-journal-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** UUIDs that count: 00000000-0000-4000-8000-000000000001 … */
export function countedIds(): () => string {
  let count = 0;
  return () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
}

export function journalOptions(folder: string, newId = countedIds()): JournalOptions {
  return {
    path: join(folder, 'journal.sqlite'),
    stationId: 'OSAKA-1',
    clock: new SimulatedClock(),
    newId,
    reserveBytes: 4096,
  };
}

export function openOrFail(options: JournalOptions): Journal {
  const opened = openJournal(options);
  if (!opened.ok) throw new Error(`the journal did not open: ${JSON.stringify(opened.error)}`);
  return opened.value;
}

export const CARD = 'JW0000000000000A1';

/** Every entry of one transfer that goes well, with what the center answers. */
export function wholeTransfer(transferId: string, messageId: string, on = '2023-04-10'): EntryBody[] {
  const evidence = {
    cardNumber: CARD,
    idm: '0101010203040506',
    balanceYen: 1_200,
    updateNumber: 16,
    anchor: '0802000018d701070000480d00001e00',
    historyLength: 1,
    record: '0848000018d701070000480d00001e00',
    points: 500,
  };
  const request = {
    stationId: 'OSAKA-1',
    transferId,
    end: 'settled' as const,
    proof: 'answer' as const,
    cardNumber: CARD,
  };
  return [
    { kind: 'transfer-intended', transferId, on, cardKind: 'icoca', evidence },
    { kind: 'transfer-reserved', transferId },
    { kind: 'transfer-writing', transferId },
    { kind: 'transfer-written', transferId, proof: 'answer', status: '0000' },
    { kind: 'message-queued', cardNumber: CARD, message: { call: 'finish', messageId, request } },
    { kind: 'message-answered', messageId, state: 'settled' },
  ];
}
