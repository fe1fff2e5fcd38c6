/**
 * The fonts of the page, cut down to the characters of its own words: more than 1 MB a file becomes some tens of kB, which
 * the machine has read before anybody sees it. What else a page may show, the kanji of a station's name, comes from pieces of
 * the whole BIZ UDPGothic, of which only those are read that are needed. At build time, in Node, with HarfBuzz's own
 * subsetter (subset-font).
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
 * Which package a language's characters come from (all SIL Open Font License), and in which of its files they are: some
 * signs (→ ␣ ✓) and the fullwidth punctuation of traditional Chinese are not in the large one but in the web's slices.
 */
const FAMILIES = [
  {
    language: 'ja',
    family: 'biz-udpgothic',
    files: { ja: 'japanese', 'ja-arrow': '107', 'ja-space': '58', 'ja-tick': '60' },
  },
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
  const campaigns = readdirSync(join(root, 'points/campaigns')).filter((name) => name.endsWith('.json'));
  const files = [
    ...(language === 'ja' ? sourcesOfJapanese() : [...SHARED, ...messagesOf(language)]),
    ...campaigns.map((name) => `points/campaigns/${name}`),
  ];
  const texts = [...files.map((file) => readFileSync(join(root, file), 'utf8')), ...daysOf(language)];
  if (language === 'ja') texts.push(KANA);
  const characters = new Set([...texts.join('')].filter((character) => character > '\u007f'));
  return [...characters].sort().join('');
}

/** What is drawn in BIZ UDPGothic: every word and sign of both pages that is not Chinese or Korean; no samples, no tests. */
const sourcesOfJapanese = (): string[] =>
  readdirSync(join(root, 'renderer'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/(zh-han[st]|ko|\.test|samples[a-z-]*)\.tsx?$/i.test(name))
    .map((name) => `renderer/${name}`)
    .sort();

/** Every kana and fullwidth sign (Unicode's blocks): a station's name in kana needs no other font. */
const KANA = [...charactersBetween(0x3001, 0x30ff), ...charactersBetween(0xff01, 0xff5e)].join('');

/** The catalogue of a language: every file whose name ends with it, `easy-ja` with `ja`; and the words of its voice. */
function messagesOf(language: string): string[] {
  const ofLanguage = (folder: string, ending: string): string[] =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(`${ending}.ts`))
      .map((name) => `${folder}/${name}`);
  return [...ofLanguage('renderer/messages', language), ...ofLanguage('renderer/voice/words', language.toLowerCase())];
}

/** The first of every month and every day of a week, in every way of writing. */
function daysOf(language: CutLanguage): string[] {
  const { day, monthDay, shortDay } = formats[language];
  const months = Array.from({ length: 12 }, (_, index) => `2023-${String(index + 1).padStart(2, '0')}-01`);
  const week = Array.from({ length: 7 }, (_, index) => `2023-01-0${index + 1}`);
  return [...months, ...week].flatMap((iso) => [day(iso), monthDay(iso), shortDay(iso)]);
}

/** The whole Japanese font in pieces: the kanji (Unicode's block, docs: unicode.org/charts) by their number, and the others. */
const PIECE = 0x400;
const KANJI = { first: 0x4e00, last: 0x9fff };

/** The first and last character of every piece. */
function pieces(): { readonly name: string; readonly ranges: readonly (readonly [first: number, last: number])[] }[] {
  const count = Math.ceil((KANJI.last + 1 - KANJI.first) / PIECE);
  const kanji = Array.from({ length: count }, (_, index) => KANJI.first + index * PIECE).map((first) => ({
    name: `ja-${first.toString(16)}`,
    ranges: [[first, Math.min(first + PIECE - 1, KANJI.last)] as const],
  }));
  // Signs, enclosed and compatibility characters, halfwidth kana, rare kanji; not Korean, which has its own font.
  const others = {
    name: 'ja-others',
    ranges: [
      [0x80, 0x3000],
      [0x3100, KANJI.first - 1],
      [0xf900, 0xfaff],
      [0xff5f, 0xffef],
      [0x2_0000, 0x2_ffff],
    ],
  } as const;
  return [...kanji, others];
}

/** The faces of the pieces, as `styles/fonts.css` imports them. */
function stylesOfPieces(): string {
  const hex = (code: number): string => code.toString(16).toUpperCase();
  return pieces()
    .flatMap(({ name, ranges }) => {
      const range = ranges.map(([first, last]) => `U+${hex(first)}-${hex(last)}`).join(', ');
      return WEIGHTS.map(
        (weight) =>
          `@font-face {\n  font-family: "BIZ UDPGothic";\n  font-weight: ${weight};\n  font-display: block;\n  unicode-range: ${range};\n  src: url("./${name}-${weight}.ttf") format("truetype");\n}\n`,
      );
    })
    .join('');
}

/** What the fonts are cut from and how; the lock file stands for the packages. */
function hashOfSources(): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(FAMILIES))
    .update(stylesOfPieces())
    .update(readFileSync(join(root, 'package-lock.json')));
  for (const { language } of FAMILIES) hash.update(charactersOf(language));
  return hash.digest('hex');
}

/** Writes `zh-hans-400.woff2` and its like into `cutFontsFolder`, where a character has come or gone: some seconds. */
export async function cutFonts(): Promise<void> {
  const stamp = join(cutFontsFolder, '.cut-from');
  const hash = hashOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  mkdirSync(cutFontsFolder, { recursive: true });
  for (const { language, family, files } of FAMILIES) {
    const characters = charactersOf(language);
    for (const [name, part] of Object.entries(files)) await cut({ name, family, part, characters });
  }
  await cutPieces();
  writeInPlace('pieces.css', stylesOfPieces());
  writeFileSync(stamp, hash);
}

interface Cut {
  readonly name: string;
  readonly family: string;
  readonly part: string;
  readonly characters: string;
}

/** Both weights of a file of a package, with these characters alone. */
async function cut({ name, family, part, characters }: Cut): Promise<void> {
  const { default: subsetFont } = await import('subset-font');
  for (const weight of WEIGHTS) {
    const whole = wholeFont(family, part, weight);
    writeInPlace(`${name}-${weight}.woff2`, await subsetFont(whole, characters, { targetFormat: 'woff2' }));
  }
}

/** Not packed: to pack them would take longer than all else in a build, and they are read from the machine's own disk. */
async function cutPieces(): Promise<void> {
  const { default: subsetFont } = await import('subset-font');
  const { family, files } = FAMILIES[0];
  const all = pieces().map(({ name, ranges }) => ({
    name,
    characters: ranges.flatMap(([first, last]) => charactersBetween(first, last)).join(''),
  }));
  const everything = all.map(({ characters }) => characters).join('');
  for (const weight of WEIGHTS) {
    // Unpacked once, not for every piece.
    const whole = await subsetFont(wholeFont(family, files.ja, weight), everything, { targetFormat: 'truetype' });
    for (const { name, characters } of all) {
      writeInPlace(`${name}-${weight}.ttf`, await subsetFont(whole, characters, { targetFormat: 'truetype' }));
    }
  }
}

function wholeFont(family: string, part: string, weight: number): Buffer {
  const require = createRequire(import.meta.url);
  return readFileSync(require.resolve(`@fontsource/${family}/files/${family}-${part}-${weight}-normal.woff2`));
}

/** Every character of a range; halves of surrogate pairs are none. */
function charactersBetween(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));
}

/** Beside it and then in its place: another build at the same time never reads half of it. */
function writeInPlace(name: string, content: string | Uint8Array): void {
  const file = join(cutFontsFolder, name);
  writeFileSync(`${file}.${process.pid}`, content);
  renameSync(`${file}.${process.pid}`, file);
}
