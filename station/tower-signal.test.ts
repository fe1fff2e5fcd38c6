import { expect, test } from 'vitest';
import type { ScreenBody } from './contract/index.ts';
import { towerSignal } from './tower-signal.ts';

test.each([
  ['starting', 'off'],
  ['closed', 'off'],
  ['out-of-service', 'out-of-service'],
  ['maintenance', 'out-of-service'],
  ['staff-called', 'staff-call'],
  ['home', 'in-service'],
  ['charging', 'in-service'],
  ['trouble', 'in-service'],
  ['unresolved', 'in-service'],
] as const)('%s: %s', (id, signal) => {
  expect(towerSignal({ body: { id } as ScreenBody })).toBe(signal);
});
