/** A play without a page keeps its screens as data: of one that failed, the last is drawn afterwards. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { PlayReport } from '../../rig/scenario/report.ts';
import { Screen } from '../../station/contract/index.ts';
import { StaffScreen } from '../../station/contract/staff.ts';
import { findChromium } from '../chromium.ts';

const SIZE = { width: 1024, height: 768 };
const ENDING = '.screens.json';
/** One entry a machine, as rig/scenario/play.ts keeps them. */
const Screens = z.array(z.object({ now: Screen, staff: z.nullable(StaffScreen) }));

/**
 * The same reports, with a PNG beside the screens of each failure that has none; without a browser, and from `signal` on, they
 * stay as they are.
 */
export async function drawFailures(
  reports: readonly PlayReport[],
  signal: AbortSignal,
): Promise<readonly PlayReport[]> {
  const isDrawn = ({ kept }: PlayReport) => kept.some((file) => file.endsWith('.png'));
  const screensOf = ({ failure, kept }: PlayReport) =>
    failure ? kept.find((file) => file.endsWith(ENDING)) : undefined;
  if (!reports.some((report) => screensOf(report) && !isDrawn(report)) || !findChromium()) return reports;
  if (signal.aborted) return reports;
  const { openPage, openStaffPage, startBrowser } = await import('../gallery/drawn-page.ts');
  const browser = await startBrowser({ outlivesSignals: true });
  const draw = async (screen: Screen) => {
    const page = await openPage(browser, SIZE);
    await page.show(screen);
    return page.page.screenshot();
  };
  const drawStaff = async (screen: StaffScreen) => {
    const page = await openStaffPage(browser, SIZE);
    await page.show(screen);
    return page.page.screenshot();
  };
  try {
    const drawn: PlayReport[] = [];
    for (const report of reports) {
      const file = screensOf(report);
      const last = file && !isDrawn(report) && !signal.aborted ? lastScreen(file) : null;
      if (!file || !last) {
        drawn.push(report);
        continue;
      }
      const picture = file.replace(ENDING, '.png');
      writeFileSync(picture, await (last.staff ? drawStaff(last.staff) : draw(last.now)));
      process.stdout.write(`  ${picture}\n`);
      drawn.push({ ...report, kept: [...report.kept, picture] });
    }
    return drawn;
  } finally {
    await browser.close();
  }
}

/** Of the first machine; null: there was none. */
function lastScreen(file: string): z.infer<typeof Screens>[number] | null {
  return Screens.parse(JSON.parse(readFileSync(file, 'utf8')))[0] ?? null;
}
