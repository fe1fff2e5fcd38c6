/**
 * A card had forgotten, and the center told its station that another one had ended the transfer. Told again after the center was put back,
 * such a transfer is not open: its points would be held for ever, or be free although they are on the card.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { retell } from '../../center/back-up/retell.ts';
import type { TransferEnd } from '../../center/contract/index.ts';
import { posting, registration, type TestCenter, TODAY, testCenter, uuid } from '../../center/fixture.ts';
import type { EntryBody } from '../../station/journal/index.ts';
import {
  CARD,
  countedIds,
  journalOptions,
  openOrFail,
  type TestFolder,
  testFolder,
  wholeTransfer,
} from '../../station/journal/testing/fixture.ts';
import { toldBy } from './journals.ts';

const TRANSFER = uuid(900);
let folder: TestFolder;
let run: TestCenter;

beforeEach(async () => {
  folder = testFolder();
  run = testCenter();
  await run.import(registration(CARD), posting('opening', 1_000, { card: CARD }));
});
afterEach(async () => {
  folder.remove();
  await run.close();
});

/** The export of a station's journal with these entries. */
function exported(stationId: string, entries: readonly EntryBody[]): string {
  const options = { ...journalOptions(folder.path, countedIds()), stationId };
  const journal = openOrFail({ ...options, path: join(folder.path, `${stationId}-journal.sqlite`) });
  for (const body of entries) expect(journal.append(body)).toMatchObject({ ok: true });
  const file = join(folder.path, `${stationId}.sqlite`);
  expect(journal.export(file)).toMatchObject({ ok: true });
  journal.close();
  return file;
}

const [intended, reserved, writing] = wholeTransfer(TRANSFER, uuid(901)) as [EntryBody, EntryBody, EntryBody];

function closed(state: TransferEnd): string {
  const unknown: EntryBody = { kind: 'transfer-unknown', transferId: TRANSFER, detail: 'silence' };
  const end: EntryBody = { kind: 'transfer-closed', transferId: TRANSFER, state };
  return exported('OSAKA-1', [intended, reserved, writing, unknown, end]);
}

/** The journal of the station that read the card in time; what the center answered it was not heard. */
function foundWritten(): string {
  if (intended.kind !== 'transfer-intended') throw new Error('no transfer');
  const { transferId, on, evidence } = intended;
  const end = { transferId, end: 'settled', proof: 'history', cardNumber: CARD, stationId: 'KOBE-1' } as const;
  const message = { call: 'finish', messageId: uuid(902), request: end } as const;
  return exported('KOBE-1', [
    { kind: 'transfer-found', transferId, on, evidence },
    { kind: 'transfer-written', transferId, proof: 'history', status: null },
    { kind: 'message-queued', cardNumber: CARD, message },
  ]);
}

async function told(...files: string[]) {
  const report = await retell(await run.database(), toldBy(files), TODAY);
  expect(await run.center.check()).toEqual([]);
  const account = { stationId: 'S-1', cardNumber: CARD, cardKind: 'icoca', idm: '0101010203040506' } as const;
  const answer = await run.ask('account', account);
  if (typeof answer === 'string') throw new Error(answer);
  return { ...report, points: answer.points, heldPoints: answer.heldPoints };
}

test.each(['settled', 'voided'] as const)(
  'closed as %s by a station whose journal was not given: it waits, and holds nothing',
  async (state) => {
    const why = `it ended ${state}, and that end is in the journal of a station that was not given`;
    const untouched = { held: 0, settled: 0, voided: 0, points: 1_000, heldPoints: 0 };
    expect(await told(closed(state))).toMatchObject({ ...untouched, waiting: [{ id: TRANSFER, why }] });
  },
);

test('with that journal it ends as it had', async () => {
  const done = { settled: 1, held: 0, waiting: [], points: 500, heldPoints: 0 };
  expect(await told(closed('settled'), foundWritten())).toMatchObject(done);
});

test('an end that contradicts the one that stood is not told for it', async () => {
  const why = expect.stringContaining('it ended voided');
  expect(await told(closed('voided'), foundWritten())).toMatchObject({
    waiting: [{ why }],
    points: 1_000,
    heldPoints: 0,
  });
});
