import { expect, test } from 'vitest';
import { samples } from '../renderer/samples.ts';
import { troubleIntents } from '../station/screens/shared.ts';

/** The gallery and the layout tests draw the samples: with other buttons than the station's they look at another screen. */
const troubled = samples.flatMap(({ name, body, accepts }) => (body.id === 'trouble' ? [{ name, body, accepts }] : []));

test('there are samples of troubles to compare', () => {
  expect(troubled.length).toBeGreaterThan(20);
});

test.each(troubled)('$name', ({ body, accepts }) => {
  expect(accepts.filter((type) => type !== 'set-language' && type !== 'set-modes').sort()).toEqual(
    [...troubleIntents(body.trouble)].sort(),
  );
});
