import { describe, expect, test } from 'vitest';
import { type ContractCheck, tryCheck } from './check.ts';

/** A contract as tests, one a check, each on a subject of its own; called inside a test file. */
export function contractTests<Subject>(
  name: string,
  checks: readonly ContractCheck<Subject>[],
  setUp: () => Subject | Promise<Subject>,
): void {
  describe(`the contract of ${name}`, () => {
    test.each(checks)('$does', async (check) => {
      expect(await tryCheck(check, await setUp())).toMatchObject({ ok: true });
    });
  });
}
