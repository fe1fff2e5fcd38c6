import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EntryBody, type JournalState, journalFilesIn, verifyJournals } from './index.ts';
import { CARD, countedIds, journalOptions, openOrFail, testFolder, wholeTransfer } from './testing/fixture.ts';

/** What one card's business or one receipt leaves, up to a step: open, told, refused or over. */
function business(step: number, on: string, id: () => string): EntryBody[] {
  const [transferId, messageId] = [id(), id()];
  const whole = wholeTransfer(transferId, messageId, on);
  const unknown: EntryBody = { kind: 'transfer-unknown', transferId, detail: 'silence' };
  const problem = { type: 'about:blank', title: 'no', status: 404, code: 'not-found' as const, detail: 'no' };
  switch (step) {
    case 0:
      return [...whole.slice(0, 3), unknown];
    case 1:
      return [...whole.slice(0, 3), { kind: 'transfer-contradicted', transferId, detail: 'both' }];
    case 2:
      return [...whole.slice(0, 5), { kind: 'message-refused', messageId, problem }];
    case 3: {
      const request = { stationId: 'OSAKA-1', requestId: messageId, cardNumber: CARD, on, termsVersion: '1' };
      const message = { call: 'register' as const, messageId, request: { ...request, cardKind: 'icoca' as const } };
      return [{ kind: 'message-queued', cardNumber: CARD, message }];
    }
    default:
      // Under way (4 to 7), waiting for the center (8) or over (9).
      return whole.slice(0, step - 3);
  }
}

const act = fc.oneof(
  fc.record({
    do: fc.constant('business' as const),
    step: fc.oneof({ weight: 20, arbitrary: fc.constantFrom(0, 1, 2, 3, 8, 9) }, fc.integer({ min: 4, max: 7 })),
    year: fc.integer({ min: 2021, max: 2025 }),
  }),
  fc.record({
    do: fc.constant('receipt' as const),
    end: fc.constantFrom('printed', 'unknown', 'not-printed', 'never'),
  }),
  fc.record({ do: fc.constant('continue' as const), year: fc.integer({ min: 2021, max: 2026 }) }),
  fc.record({ do: fc.constant('restart' as const) }),
);

type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

const lasting = ({ newestDate: _, sealed: __, ...state }: JournalState) => state;

/** The same acts with rotations or without; the numbers of entries differ, what they amount to must not. */
function played(acts: readonly Act[], rotates: boolean) {
  const folder = testFolder();
  const options = { ...journalOptions(folder.path), maxEntries: 12 };
  const id = countedIds();
  let journal = openOrFail(options);
  for (const next of acts) {
    switch (next.do) {
      case 'business':
        for (const body of business(next.step, `${next.year}-06-01`, id)) journal.append(body);
        break;
      case 'receipt': {
        const number = journal.state.lastReceiptNumber + 1;
        journal.append({ kind: 'receipt-prepared', number, original: null, about: `history ${number}` });
        journal.append({ kind: 'receipt-sending', number });
        if (next.end !== 'never') journal.append({ kind: 'receipt-ended', number, end: next.end });
        break;
      }
      case 'continue':
        if (rotates) expect(journal.continueWhenDue(`${next.year}-01-01`).ok).toBe(true);
        break;
      case 'restart':
        journal.close();
        journal = openOrFail(options);
        journal.append({ kind: 'station-started', softwareVersion: '1' });
    }
  }
  const state = lasting(journal.state);
  journal.close();
  const files = journalFilesIn(folder.path);
  const verified = verifyJournals(files);
  const again = openOrFail(options);
  const reopened = lasting(again.state);
  again.close();
  folder.remove();
  return { state, reopened, verified, files: files.length };
}

test('any entries with rotations anywhere amount to what they amount to without', () => {
  let rotated = 0;
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 30 }), (acts) => {
      const [plain, spread] = [played(acts, false), played(acts, true)];
      expect(spread.state).toEqual(plain.state);
      expect([...spread.state.outbox.keys()]).toEqual([...plain.state.outbox.keys()]);
      expect(spread.reopened).toEqual(plain.state);
      expect(spread.verified).toMatchObject({ ok: true, value: { first: 1, files: spread.files } });
      if (spread.files > 1) rotated++;
    }),
    { numRuns: 120 },
  );
  expect(rotated).toBeGreaterThan(20);
});
