/** Which of the installed versions of `pg_dump` and `pg_restore` a server gets. */
import { expect, test } from 'vitest';
import { inOrderFor } from './postgres.ts';

test('its own, never a newer one while its own is here, never an older one', () => {
  expect(inOrderFor(15, [14, 17, 15, 16])).toEqual([15, 16, 17]);
  expect(inOrderFor(16, [18, 15, 17])).toEqual([17, 18]);
  expect(inOrderFor(18, [15])).toEqual([]);
});
