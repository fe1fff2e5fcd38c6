/** The real main.ts and preloads in the stand-in, line by line of the checklist; and each line taken out, to see it missed. */
import { beforeAll, describe, expect, test } from 'vitest';
import { checkCopy } from './checked-copy.ts';
import { DID_NOT_START } from './checklist/check.ts';
import { checklist } from './checklist.ts';

describe('the checklist', () => {
  let results: Record<string, string | null>;
  beforeAll(async () => {
    results = await checkCopy([]);
  }, 90_000);

  test.each(checklist)('$line', ({ line }) => {
    expect(results[line]).toBeNull();
  });
});

const takenOut = checklist.flatMap(({ line, without }) => without.map((change) => ({ line, change })));
// Half a second each: a few of different files here, every one of them in `test:full`.
const chosen = process.env.WESTER_TEST === 'full' ? takenOut : takenOut.filter((_each, index) => index % 40 === 7);

describe('taken out of the code, its check fails', () => {
  test.each(chosen)(
    '$line: $change',
    async ({ line, change }) => {
      const wrong = (await checkCopy([change]))[line];
      expect(wrong).toEqual(expect.any(String));
      expect(wrong).not.toContain(DID_NOT_START);
    },
    90_000,
  );
});

test('every line has something that can be taken out', () => {
  expect(checklist.filter(({ without }) => without.length === 0)).toEqual([]);
});
