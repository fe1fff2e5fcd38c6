/**
 * `npm run gallery`: a picture of every screen, made from the real page in Chromium, under dist/gallery. By default every
 * sample in every language at 1024 × 768; `--full` adds every size and profile, `--mode` draws them as a passenger has set them;
 * `--docs` makes the pictures of docs/screens again.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { samples, screenOf } from '../renderer/samples.ts';
import { staffSamples, staffScreenOf } from '../renderer/staff/samples.ts';
import { Language, Profile } from '../station/contract/index.ts';
import { StaffLanguage } from '../station/contract/staff.ts';
import { documentedFolder, drawDocumented } from './gallery/documented.ts';
import { openPage, openStaffPage, SIZES, type Size, startBrowser } from './gallery/drawn-page.ts';
import { modesNamed, nameOfModes } from './gallery/modes.ts';
import { openPictureTools } from './gallery/pictures.ts';

const OPTIONS = {
  full: { type: 'boolean', default: false },
  only: { type: 'string' },
  size: { type: 'string' },
  profile: { type: 'string' },
  language: { type: 'string' },
  mode: { type: 'string', default: 'plain' },
  docs: { type: 'boolean', default: false },
} as const;
const usage =
  'usage: npm run gallery -- [--full] [--only NAME] [--size WxH] [--profile NAME] [--language NAME] [--mode contrast,large,low] | --docs';

function refuse(why: string): never {
  process.stderr.write(`wester-kiosk: ${why}\n${usage}\n`);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const options = readOptions();
const modes = modesNamed(options.mode) ?? refuse(`there is no mode "${options.mode}"`);
// Plain pictures keep their short names.
const suffix = options.mode === 'plain' ? '' : `.${nameOfModes(modes)}`;
const name = (size: Size): string => `${size.width}x${size.height}`;
const sizes = SIZES.filter((size, index) => (options.size ? name(size) === options.size : options.full || index === 0));
const profiles = Profile.options.filter((profile, index) =>
  options.profile ? profile === options.profile : options.full || index === 0,
);
const languages = Language.options.filter((language) => !options.language || language === options.language);
const chosen = samples.filter((sample) => !options.only || sample.name.includes(options.only));

const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist', 'gallery');
const browser = await startBrowser();
let count = 0;
try {
  await (options.docs ? document() : drawAll());
} finally {
  await browser.close();
}
process.stdout.write(`${count} pictures in ${options.docs ? documentedFolder : 'dist/gallery'}\n`);

/** The pictures that are kept with the project, small files. */
async function document(): Promise<void> {
  const tools = await openPictureTools(browser);
  for await (const { file, png } of drawDocumented(browser)) {
    count += 1;
    await writeFile(join(root, documentedFolder, file), await tools.webpOf(png));
  }
}

async function drawAll(): Promise<void> {
  if (!options.only) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const size of sizes) {
    const drawn = await openPage(browser, size);
    for (const profile of profiles) {
      for (const language of languages) {
        for (const sample of chosen) {
          count += 1;
          await drawn.show(screenOf(sample, language, profile, count, modes));
          const file = `${sample.name}.${language}.${profile}.${name(size)}${suffix}.png`;
          await drawn.page.screenshot({ path: join(folder, file) });
        }
      }
    }
    await drawn.close();
    await drawStaff(size);
  }
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
