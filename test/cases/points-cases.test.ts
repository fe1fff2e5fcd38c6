import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkInput, evaluate } from '../../points/index.ts';

interface Case {
  readonly name: string;
  readonly input: unknown;
  readonly expect: Record<string, unknown>;
}

const cases = JSON.parse(readFileSync(new URL('points.json', import.meta.url), 'utf8')) as Case[];

describe('every case of points.json', () => {
  test.each(cases)('$name', ({ input, expect: expected }) => {
    const checked = checkInput(input);
    if (!checked.ok) throw new Error(JSON.stringify(checked.error));
    const answer = evaluate(checked.value);
    for (const [list, rows] of Object.entries(expected)) expect(answer).toHaveProperty(list, rows);
  });
});
