/**
 * The fonts of Chinese and Korean, cut down to the characters that the page can show: 1 MB a file becomes some tens of kB,
 * which the machine has read before anybody sees it. At build time, in Node, with HarfBuzz's own subsetter (subset-font).
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from '../station/contract/index.ts';
import { formats } from './format.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const cutFontsFolder = join(root, 'dist', 'fonts');

const WEIGHTS = [400, 700] as const;
/**
 * Which package a language's characters come from (all SIL Open Font License), and in which of its files they are: the
 * fullwidth punctuation of traditional Chinese is not in the large one but in two of the web's slices.
 */
const FAMILIES = [
  { language: 'zh-Hans', family: 'noto-sans-sc', files: { 'zh-hans': 'chinese-simplified' } },
  {
    language: 'zh-Hant',
    family: 'noto-sans-tc',
    files: { 'zh-hant': 'chinese-traditional', 'zh-hant-brackets': '118', 'zh-hant-commas': '119' },
  },
  { language: 'ko', family: 'noto-sans-kr', files: { ko: 'korean' } },
] as const satisfies readonly { language: Language; family: string; files: Readonly<Record<string, string>> }[];
type CutLanguage = (typeof FAMILIES)[number]['language'];

/** Texts that are in no single language's files: names of the languages, words of all of them, meanings of the points' names. */
const SHARED = [
  ...['index.ts', 'waiting.ts', 'modes.ts', 'closed.ts'].map((name) => `renderer/messages/${name}`),
  'renderer/format.ts',
];

/**
 * Every character beyond ASCII that the page can show in a language: its catalogue as it stands in the source, what all
 * languages share, what the campaigns bring, and the days of a year. A few too many do no harm; one too few is drawn in
 * another font.
 */
function charactersOf(language: CutLanguage): string {
  const messages = readdirSync(join(root, 'renderer/messages')).filter((name) => name.endsWith(`${language}.ts`));
  const campaigns = readdirSync(join(root, 'points/campaigns')).filter((name) => name.endsWith('.json'));
  const files = [
    ...SHARED,
    ...messages.map((name) => `renderer/messages/${name}`),
    `renderer/voice/words/${language.toLowerCase()}.ts`,
    ...campaigns.map((name) => `points/campaigns/${name}`),
  ];
  const texts = [...files.map((file) => readFileSync(join(root, file), 'utf8')), ...daysOf(language)];
  const characters = new Set([...texts.join('')].filter((character) => character > '\u007f'));
  return [...characters].sort().join('');
}

/** The first of every month and every day of a week, in every way of writing. */
function daysOf(language: CutLanguage): string[] {
  const { day, monthDay, shortDay } = formats[language];
  const months = Array.from({ length: 12 }, (_, index) => `2023-${String(index + 1).padStart(2, '0')}-01`);
  const week = Array.from({ length: 7 }, (_, index) => `2023-01-0${index + 1}`);
  return [...months, ...week].flatMap((iso) => [day(iso), monthDay(iso), shortDay(iso)]);
}

/** What the fonts are cut from; the lock file stands for the packages. */
function hashOfSources(): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(FAMILIES))
    .update(readFileSync(join(root, 'package-lock.json')));
  for (const { language } of FAMILIES) hash.update(charactersOf(language));
  return hash.digest('hex');
}

/** Writes `zh-hans-400.woff2` and its like into `cutFontsFolder`, where a character has come or gone: some seconds. */
export async function cutFonts(): Promise<void> {
  const stamp = join(cutFontsFolder, '.cut-from');
  const hash = hashOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  const { default: subsetFont } = await import('subset-font');
  const require = createRequire(import.meta.url);
  mkdirSync(cutFontsFolder, { recursive: true });
  for (const { language, family, files } of FAMILIES) {
    const characters = charactersOf(language);
    for (const [name, part] of Object.entries(files)) {
      for (const weight of WEIGHTS) {
        const whole = readFileSync(
          require.resolve(`@fontsource/${family}/files/${family}-${part}-${weight}-normal.woff2`),
        );
        const cut = await subsetFont(whole, characters, { targetFormat: 'woff2' });
        const file = join(cutFontsFolder, `${name}-${weight}.woff2`);
        // Beside it and then in its place: another build at the same time never reads half of it.
        writeFileSync(`${file}.${process.pid}`, cut);
        renameSync(`${file}.${process.pid}`, file);
      }
    }
  }
  writeFileSync(stamp, hash);
}
