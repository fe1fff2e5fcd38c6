/** How far anything moves by itself on the page: every language is chosen in a job, with its fonts coming late. */
import { Job, Language } from '../../station/contract/index.ts';
import { openPage, SIZES, startBrowser } from '../gallery/drawn-page.ts';
import { shiftsIn, shiftsSeen } from '../gallery/layout-shifts.ts';
import type { Figure } from './figure.ts';

const sumOf = (shifts: readonly { readonly value: number }[]): number =>
  shifts.reduce((sum, { value }) => sum + value, 0);

/** Every language in every job with `full`, else each in one of them. Beside it what the same count gives where something does move. */
export async function layoutShift(full: boolean): Promise<Figure> {
  const browser = await startBrowser();
  let [jobs, moved, moveable] = [0, 0, 0];
  try {
    for (const [turn, language] of Language.options.entries()) {
      for (const job of full ? Job.options : Job.options.slice(turn % Job.options.length).slice(0, 1)) {
        const drawn = await openPage(browser, SIZES[0] ?? { width: 1024, height: 768 });
        jobs += 1;
        moved += sumOf(await shiftsIn(drawn, job, language));
        await drawn.page.addStyleTag({ content: 'main { margin-top: 1.5rem }' });
        moveable += sumOf(await shiftsSeen(drawn.page));
        await drawn.close();
      }
    }
  } finally {
    await browser.close();
  }
  // Not a page on which nothing moves, but a count that sees nothing.
  if (moveable === 0) throw new Error('a page that was moved was not seen to move');
  return {
    what: `layout shift in ${jobs} jobs, a language chosen in each`,
    value: moved === 0 ? '0' : moved.toPrecision(2),
    against: { what: `the ${moveable.toPrecision(2)} of moving each by a line`, ratio: moved / moveable },
    goal: { says: '0', met: moved === 0 },
  };
}
