import { expect, test } from 'vitest';
import { changesSince, lineFrom, Report, reportOf } from './report.ts';

const figure = (ratio: number, runs: number) => ({
  what: `median of ${runs}`,
  value: `${ratio} ms`,
  against: { what: 'the least', ratio },
  goal: { says: '≤ 1', met: ratio <= 1 },
});

test('a saved run is read back as it was, also where something was not measured', () => {
  const report = reportOf([lineFrom('page', figure(0.5, 3)), lineFrom('page', figure(Number.NaN, 3))], 0.01);
  const read = Report.parse(JSON.parse(JSON.stringify(report)));
  expect(read).toEqual(report);
  expect(read.lines[1]).toMatchObject({ ratio: null, met: false });
});

test('two runs are compared by their ratios, whatever numbers stand in the names', () => {
  const before = reportOf([lineFrom('transfer', figure(1.2, 15))], 0);
  const now = reportOf([lineFrom('transfer', figure(1.5, 60)), lineFrom('soak', figure(1, 1))], 0);
  expect(changesSince(before, now)).toEqual(['transfer  median of 60: 1.20 → 1.50 (+25 %)']);
});
