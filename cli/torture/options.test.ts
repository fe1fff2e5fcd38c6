import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test.each([
  ['many', ['--runs', 'many']],
  ['none', ['--runs', '0']],
  ['half a run', ['--runs', '1.5']],
  ['less than none', ['--runs=-5']],
  ['another way to write one', ['--runs', '0x1']],
  ['no seed', ['--seed', '']],
  ['seeds that no number can tell apart', ['--seed', '9007199254740991', '--runs', '3']],
  ['a database behind no center', ['--runs', '1', '--postgres']],
  ['jobs without processes', ['--runs', '1', '--jobs', '3']],
  ['too many jobs', ['--kill', '--jobs', '99']],
  ['a stray word', ['again']],
])('%s is no way to torture', (_, args) => {
  expect(readOptions(args)).toBeNull();
});

test('what is left out', () => {
  expect(readOptions([])).toEqual({ runs: 1_000, seed: 1, kill: false, jobs: 2, postgres: false });
  expect(readOptions(['--runs', '7', '--seed', '0', '--kill', '--jobs', '4', '--postgres'])).toEqual({
    runs: 7,
    seed: 0,
    kill: true,
    jobs: 4,
    postgres: true,
  });
});
