import { expect, test } from 'vitest';
import { lineOf } from './figure.ts';
import { type Played, scenarioFigures } from './scenarios.ts';

const first = (played: Partial<Played>, of: number) => {
  const [figure] = scenarioFigures({ count: 100, failed: [], realS: 90, simulatedS: 3_000, ...played }, of);
  return figure ? lineOf('scenarios', figure) : '';
};

test('all of them have two minutes, and a sample has its share', () => {
  expect(first({}, 100)).toBe(
    'scenarios  all 100 that ship, one after another: 90.0 s, 0.75 × 120 s (two minutes for all); goal ≤ 1 and all pass: met',
  );
  expect(first({ realS: 121 }, 100)).toMatch(/ 1\.01 × .*: missed$/);
  expect(first({ count: 25, realS: 29 }, 100)).toMatch(/^scenarios {2}25 of the 100 .* 0\.97 × 30 s .*: met$/);
  expect(first({ count: 25, realS: 31 }, 100)).toMatch(/: missed$/);
});

test('one that fails early is quick, and no goal is met by it', () => {
  expect(first({ failed: ['a.yaml: line 3: late'], realS: 1 }, 100)).toMatch(
    /1\.0 s, FAILED: a\.yaml: line 3: late,.*: missed$/,
  );
});
