/** What only a touch opens, for everything that looks at every screen: gallery, tests of layout and accessibility, the page's soak. */
import type { Page } from 'playwright-core';
import { Language, type Modes } from '../../station/contract/index.ts';
import type { DrawnPage } from './drawn-page.ts';
import { type Appearance, screenNamed } from './modes.ts';

/** Found by its place, not by its words: it is opened in every language. */
export interface Opened {
  readonly sample: string;
  /** `languages`, `receipt`. */
  readonly what: string;
  /** Without these modes there is no such thing. */
  readonly modes?: Partial<Modes>;
  readonly open: (page: Page) => Promise<void>;
}

/** Of its picture, beside that of its screen: `home-with-languages`. */
export const nameOfOpened = ({ sample, what }: Opened): string => `${sample}-with-${what}`;

export const OPENED: readonly Opened[] = [
  { sample: 'home', what: 'languages', open: openLanguages },
  { sample: 'confirm-charge', what: 'languages', open: openLanguages },
  { sample: 'home', what: 'modes', open: openModes },
  { sample: 'confirm-charge', what: 'modes', open: openModes },
  { sample: 'notice', what: 'second-page', modes: { largeText: true }, open: turnNotice },
  { sample: 'choose-amount-card-full', what: 'number-pad', open: openNumberPad },
  { sample: 'choose-amount-card-full', what: 'too-much', open: typeTooMuch },
  { sample: 'inquiry', what: 'card-history', open: openCardHistory },
  { sample: 'inquiry', what: 'older-card-history', open: openOlderCardHistory },
  { sample: 'inquiry', what: 'point-history', open: (page) => page.getByRole('tab').nth(2).click() },
  { sample: 'inquiry-no-sam', what: 'no-card-history', open: openCardHistory },
  ...['registered', 'charged', 'charged-card-full', 'unresolved'].flatMap((sample) => [
    { sample, what: 'receipt', open: (page: Page) => openReceipt(page, '.paper button') },
    { sample, what: 'code', open: (page: Page) => openReceipt(page, '.receipt-offer .button') },
  ]),
];

export function existsIn({ modes = {} }: Opened, look: Appearance): boolean {
  return Object.entries(modes).every(([mode, on]) => look.modes[mode as keyof Modes] === on);
}

/** The same look, in the modes without which there is nothing to open. */
export function lookAt({ modes }: Opened, look: Appearance): Appearance {
  return { ...look, modes: { ...look.modes, ...modes } };
}

/** The screen as if it had just come, so that nothing is open from before. Takes `revision` and the one after it. */
export async function showAfresh(
  drawn: DrawnPage,
  name: string,
  revision: number,
  look: Partial<Appearance> = {},
): Promise<void> {
  for (const [step, wanted] of ['starting', name].entries()) {
    await drawn.show(screenNamed(wanted, revision + step, look));
  }
}

/** Its screen afresh, and then the touch. */
export async function showOpened(drawn: DrawnPage, opened: Opened, revision: number, look: Appearance): Promise<void> {
  await showAfresh(drawn, opened.sample, revision, lookAt(opened, look));
  await opened.open(drawn.page);
  await drawn.page.evaluate(() => document.fonts.ready.then(() => true));
}

export async function openLanguages(page: Page): Promise<void> {
  await page.locator('header .language').click();
  await page.locator('.language-sheet[open]').waitFor();
}

/** Opens the sheet and touches one of the six. What the page sends is not answered here. */
export async function chooseLanguage(page: Page, language: Language): Promise<void> {
  await openLanguages(page);
  await touchLanguage(page, language);
}

export function touchLanguage(page: Page, language: Language): Promise<void> {
  return page.locator('.language-sheet .all button').nth(Language.options.indexOf(language)).click();
}

export async function openModes(page: Page): Promise<void> {
  await page.locator('header .with-picture').click();
  await page.locator('.modes-sheet[open]').waitFor();
}

async function turnNotice(page: Page): Promise<void> {
  await page.locator('footer .choice').click();
  await page.locator('.measures').waitFor();
}

async function openNumberPad(page: Page): Promise<void> {
  await page.locator('.choices .tall').click();
  await page.locator('.number-pad').waitFor();
}

async function typeTooMuch(page: Page): Promise<void> {
  await openNumberPad(page);
  for (const digit of ['1', '9', '9', '9', '9']) await page.getByRole('button', { name: digit, exact: true }).click();
}

function openCardHistory(page: Page): Promise<void> {
  return page.getByRole('tab').nth(1).click();
}

async function openOlderCardHistory(page: Page): Promise<void> {
  await openCardHistory(page);
  await page.locator('.turn button').last().click();
}

async function openReceipt(page: Page, by: string): Promise<void> {
  await page.locator(by).click();
  await page.locator('.receipt-view[open]').waitFor();
}
