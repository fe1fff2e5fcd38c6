/**
 * `npm run gallery`: a picture of every screen and of what a touch opens on it, made from the real page in Chromium, under
 * dist/gallery. By default every sample in every language at 1024 × 768; `--mode` draws them as a passenger has set them, `all`
 * in every set of modes; `--full` is every size, profile and set of modes: more than 60,000 pictures, which take hours. A run
 * replaces the pictures of the looks that it draws (with `--only`, of those screens) and leaves the others. `--docs` makes the
 * pictures of docs/screens again.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { samples, screenOf } from '../renderer/samples.ts';
import { staffSamples, staffScreenOf } from '../renderer/staff/samples.ts';
import { StaffLanguage } from '../station/contract/staff.ts';
import { chosenAppearances, endingIn, endingOf, nameOfSize } from './gallery/chosen.ts';
import { documentedFolder, drawDocumented } from './gallery/documented.ts';
import { openPage, openStaffPage, SIZES, type Size, startBrowser } from './gallery/drawn-page.ts';
import { existsIn, nameOfOpened, OPENED, showOpened } from './gallery/opened.ts';
import { openPictureTools } from './gallery/pictures.ts';

const OPTIONS = {
  full: { type: 'boolean', default: false },
  only: { type: 'string' },
  size: { type: 'string' },
  profile: { type: 'string' },
  language: { type: 'string' },
  mode: { type: 'string' },
  docs: { type: 'boolean', default: false },
} as const;
const usage =
  'usage: npm run gallery -- [--full] [--only NAME] [--size WxH] [--profile NAME] [--language NAME] [--mode contrast,large,low|all] | --docs';

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
const looks = chosenAppearances(options);
if (looks.length === 0) refuse('there is no such size, profile, language or mode');
const sizes = SIZES.filter((size) => looks.some((look) => look.size === size));
const staffLanguages = StaffLanguage.options.filter((each) => !options.language || each === options.language);
const isChosen = (name: string): boolean => options.only === undefined || name.includes(options.only);

const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist', 'gallery');
const browser = await startBrowser();
let count = 0;
let revision = 0;
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
  await mkdir(folder, { recursive: true });
  if (options.only === undefined) await removeEarlier();
  for (const size of sizes) {
    const drawn = await openPage(browser, size);
    for (const look of looks.filter((each) => each.size === size)) {
      const { language, profile, modes } = look;
      for (const sample of samples.filter(({ name }) => isChosen(name))) {
        await drawn.show(screenOf(sample, language, profile, ++revision, modes));
        await keep(drawn.page, sample.name + endingOf(look));
      }
      for (const opened of OPENED.filter((each) => isChosen(nameOfOpened(each)) && existsIn(each, look))) {
        await showOpened(drawn, opened, ++revision, look);
        revision += 1;
        await keep(drawn.page, nameOfOpened(opened) + endingOf(look));
      }
    }
    await drawn.close();
    await drawStaff(size);
  }
}

/** Pictures of screens that are no more would stand among the new ones. */
async function removeEarlier(): Promise<void> {
  const staff = sizes.flatMap((size) => staffLanguages.map((language) => staffEnding(language, size)));
  const endings = new Set([...looks.map(endingOf), ...staff]);
  for (const file of await readdir(folder)) if (endings.has(endingIn(file))) await rm(join(folder, file));
}

async function keep(page: Page, file: string): Promise<void> {
  await page.screenshot({ path: join(folder, file) });
  count += 1;
}

const staffEnding = (language: StaffLanguage, size: Size): string => `.${language}.${nameOfSize(size)}.png`;

/** Station staff have one look for all profiles and modes, and two languages. */
async function drawStaff(size: Size): Promise<void> {
  const drawn = await openStaffPage(browser, size);
  for (const language of staffLanguages) {
    for (const sample of staffSamples.filter(({ name }) => isChosen(name))) {
      await drawn.show(staffScreenOf(sample, language, ++revision));
      await keep(drawn.page, sample.name + staffEnding(language, size));
    }
  }
  await drawn.close();
}
