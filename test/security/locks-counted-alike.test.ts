import { expect, test } from 'vitest';
import { LOCKED_FROM } from '../../center/staff.ts';
import { allowed } from '../../station/staff/access/lockout.ts';

test('the center audits a lock from the try on that locks a card at a machine', () => {
  expect(LOCKED_FROM).toBe(allowed.triesPerCard);
});
