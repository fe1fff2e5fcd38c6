/**
 * `npm run gallery`: a picture of every screen, made from the real page in Chromium, under dist/gallery. By default every
 * sample in both languages at 1024 × 768; `--full` adds every size and profile.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { samples, screenOf } from '../renderer/samples.ts';
import { staffSamples, staffScreenOf } from '../renderer/staff/samples.ts';
import { Language, Profile } from '../station/contract/index.ts';
import { StaffLanguage } from '../station/contract/staff.ts';
import { openPage, openStaffPage, SIZES, type Size, startBrowser } from './gallery/drawn-page.ts';

const OPTIONS = {
  full: { type: 'boolean', default: false },
  only: { type: 'string' },
  size: { type: 'string' },
  profile: { type: 'string' },
  language: { type: 'string' },
} as const;
const usage = 'usage: npm run gallery -- [--full] [--only NAME] [--size WxH] [--profile NAME] [--language ja|en]';

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    process.stderr.write(`wester-kiosk: ${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exit(2);
  }
}

const options = readOptions();
const name = (size: Size): string => `${size.width}x${size.height}`;
const sizes = SIZES.filter((size, index) => (options.size ? name(size) === options.size : options.full || index === 0));
const profiles = Profile.options.filter((profile, index) =>
  options.profile ? profile === options.profile : options.full || index === 0,
);
const languages = Language.options.filter((language) => !options.language || language === options.language);
const chosen = samples.filter((sample) => !options.only || sample.name.includes(options.only));

const folder = join(import.meta.dirname, '..', 'dist', 'gallery');
if (!options.only) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const browser = await startBrowser();
let count = 0;
try {
  for (const size of sizes) {
    const drawn = await openPage(browser, size);
    for (const profile of profiles) {
      for (const language of languages) {
        for (const sample of chosen) {
          count += 1;
          await drawn.show(screenOf(sample, language, profile, count));
          const file = `${sample.name}.${language}.${profile}.${name(size)}.png`;
          await drawn.page.screenshot({ path: join(folder, file) });
        }
      }
    }
    await drawn.close();
    await drawStaff(size);
  }
} finally {
  await browser.close();
}
/** Station staff have one look for all profiles, and two languages. */
async function drawStaff(size: Size): Promise<void> {
  const chosenStaff = staffSamples.filter((sample) => !options.only || sample.name.includes(options.only));
  const drawn = await openStaffPage(browser, size);
  for (const language of StaffLanguage.options.filter((each) => !options.language || each === options.language)) {
    for (const sample of chosenStaff) {
      count += 1;
      await drawn.show(staffScreenOf(sample, language, count));
      await drawn.page.screenshot({ path: join(folder, `${sample.name}.${language}.${name(size)}.png`) });
    }
  }
  await drawn.close();
}

process.stdout.write(`${count} pictures in dist/gallery\n`);
