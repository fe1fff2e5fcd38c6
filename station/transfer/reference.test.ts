import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reference } from '../contract/words.ts';
import { referenceOf, tagOf } from './reference.ts';

test('a reference is eight letters that are not misread, the same on every machine', () => {
  fc.assert(
    fc.property(fc.uuid(), (transferId) => {
      const reference = referenceOf(transferId);
      expect(Reference.safeParse(reference).success).toBe(true);
      expect(reference).not.toMatch(/[ILOU]/);
      expect(referenceOf(transferId)).toBe(reference);
      expect(tagOf(transferId)).toMatch(/^[0-9a-f]{4}$/);
    }),
  );
  expect(referenceOf('10000000-0000-4000-8000-000000000001')).toMatchInlineSnapshot(`"AXQH-H0J4"`);
});
