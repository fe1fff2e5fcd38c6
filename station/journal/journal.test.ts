import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EntryBody, type Journal, verifyJournal } from './index.ts';
import {
  CARD,
  countedIds,
  journalOptions,
  openOrFail,
  type TestFolder,
  testFolder,
  wholeTransfer,
} from './testing/fixture.ts';

const [TRANSFER, MESSAGE] = ['10000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000001'];
let folder: TestFolder;
let journal: Journal;

beforeEach(() => {
  folder = testFolder();
  journal = openOrFail(journalOptions(folder.path));
});
afterEach(() => {
  journal.close();
  folder.remove();
});

function reopen(): Journal {
  journal.close();
  journal = openOrFail(journalOptions(folder.path));
  return journal;
}

describe('what the entries amount to is the same after every restart', () => {
  test('at every step of a transfer', () => {
    for (const body of wholeTransfer(TRANSFER, MESSAGE)) {
      expect(journal.append(body).ok).toBe(true);
      const { state } = journal;
      const head = journal.head();
      expect(reopen().state).toEqual(state);
      expect(journal.head()).toEqual(head);
    }
    expect(journal.state.transfers.size).toBe(0);
    expect(journal.state.outbox.size).toBe(0);
  });

  test('a refused end stays listed and is not told again', () => {
    const problem = { type: 'about:blank', title: 'no', status: 404, code: 'not-found' as const, detail: 'no' };
    for (const body of wholeTransfer(TRANSFER, MESSAGE).slice(0, 5)) journal.append(body);
    journal.append({ kind: 'message-refused', messageId: MESSAGE, problem });
    expect(reopen().state.outbox.size).toBe(0);
    expect(journal.state.refused).toMatchObject([{ cardNumber: CARD, problem }]);
    expect(journal.state.transfers.get(TRANSFER)?.phase).toBe('written');
  });
});

describe('an entry that cannot follow never reaches the disk', () => {
  const [intended, reserved, writing, written] = wholeTransfer(TRANSFER, MESSAGE) as [
    EntryBody,
    EntryBody,
    EntryBody,
    EntryBody,
  ];
  test.each<[string, EntryBody[], EntryBody]>([
    ['a write without a hold', [intended], writing],
    ['a second write under one id', [intended, reserved, writing], writing],
    [
      'a write after a void',
      [intended, reserved, { kind: 'transfer-voided', transferId: TRANSFER, proof: 'never-sent' }],
      writing,
    ],
    ['the same id twice', [intended], intended],
    [
      '"never sent" after the command may have left',
      [intended, reserved, writing],
      { kind: 'transfer-voided', transferId: TRANSFER, proof: 'never-sent' },
    ],
    [
      'a void after "written"',
      [intended, reserved, writing, written],
      { kind: 'transfer-voided', transferId: TRANSFER, proof: 'history' },
    ],
    ['an answer to no message', [], { kind: 'message-answered', messageId: MESSAGE, state: null }],
    [
      'a receipt number used before',
      [{ kind: 'receipt-prepared', number: 7, original: null, about: 'x' }],
      { kind: 'receipt-prepared', number: 7, original: null, about: 'x' },
    ],
  ])('%s', (_what, before, body) => {
    for (const entry of before) journal.append(entry);
    const head = journal.head();
    expect(() => journal.append(body)).toThrow(/cannot follow/);
    expect(journal.head()).toEqual(head);
    expect(reopen().head()).toEqual(head);
  });
});

test('entries of one append are there together or not at all', () => {
  const [intended, reserved] = wholeTransfer(TRANSFER, MESSAGE) as [EntryBody, EntryBody];
  const head = journal.head();
  expect(() => journal.append(intended, reserved, reserved)).toThrow();
  expect(reopen().head()).toEqual(head);
  expect(journal.append(intended, reserved).ok).toBe(true);
  expect(journal.head().entry).toBe(head.entry + 2);
});

test('an exported journal verifies, and a changed copy does not', () => {
  for (const body of wholeTransfer(TRANSFER, MESSAGE)) journal.append(body);
  const copy = join(folder.path, 'copy.sqlite');
  expect(journal.export(copy).ok).toBe(true);
  expect(verifyJournal(copy)).toEqual({
    ok: true,
    value: {
      stationId: 'OSAKA-1',
      auditAnchor: null,
      auditsBegunAnew: 0,
      first: 1,
      head: journal.head(),
      openTransfers: 0,
      files: 1,
      sealedAs: null,
      continues: null,
    },
  });
  expect(journal.export(copy)).toMatchObject({ ok: false, error: { kind: 'storage' } });
  const database = new DatabaseSync(copy);
  database.exec('DROP TRIGGER entries_stay; UPDATE entries SET at_ms = 5 WHERE number = 3');
  database.close();
  expect(verifyJournal(copy)).toMatchObject({ ok: false, error: { kind: 'journal-broken' } });
  expect(verifyJournal(join(folder.path, 'none'))).toMatchObject({ ok: false, error: { kind: 'storage' } });
});

test('a closed journal takes nothing', () => {
  journal.close();
  expect(journal.append({ kind: 'station-started', softwareVersion: '1' })).toMatchObject({
    ok: false,
    error: { kind: 'storage' },
  });
});

test('the room for a transfer is on disk once it is secured', () => {
  const reserve = `${journal.path}.reserve`;
  expect(existsSync(reserve)).toBe(false);
  expect(journal.secureSpace().ok).toBe(true);
  expect(existsSync(reserve)).toBe(true);
});

test('appending does not get slower with the length of the journal', () => {
  const id = countedIds();
  const block = (): number => {
    const begun = performance.now();
    for (let count = 0; count < 200; count++) journal.append({ kind: 'station-started', softwareVersion: id() });
    return performance.now() - begun;
  };
  block();
  const early = Math.min(block(), block(), block());
  for (let count = 0; count < 40; count++) block();
  const late = Math.min(block(), block(), block());
  // Ten times the entries: a cost that grows with them would show as a multiple, not as noise.
  expect(late).toBeLessThan(early * 4);
});
