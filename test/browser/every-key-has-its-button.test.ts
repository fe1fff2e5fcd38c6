import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrawnPage, openPage, SIZES, startBrowser } from '../../cli/gallery/drawn-page.ts';
import { MODE_SETS } from '../../cli/gallery/modes.ts';
import { type Choice, choicesOf, numbered } from '../../renderer/keys/choices.ts';
import { FRESH_PAD } from '../../renderer/keys/pad.ts';
import { messages } from '../../renderer/messages/all.ts';
import { samples, screenOf } from '../../renderer/samples.ts';
import { valuesOf } from '../../renderer/voice/values.ts';
import { words } from '../../renderer/voice/words/index.ts';
import { Language, type Screen } from '../../station/contract/index.ts';

/** The reverse of renderer/keys/every-function-by-ten-keys.test.ts: what a key can do, a finger can. */
let browser: Browser;
let drawn: DrawnPage;
beforeAll(async () => {
  browser = await startBrowser();
  drawn = await openPage(browser, SIZES[0] ?? { width: 1024, height: 768 });
});
afterAll(() => browser.close());

/** What the keys choose is the same in every language; what stands where their buttons should be is not. */
function numberedOf(screen: Screen): readonly Choice[] {
  const { language } = screen;
  const tongue = { t: messages[language], w: words[language], v: valuesOf(language) };
  return numbered(choicesOf(screen, FRESH_PAD.view, tongue), FRESH_PAD.page).choices;
}

/** For the ears, or the header's own buttons, or a second way to where a button leads. */
function needsNone({ does }: Choice, { accepts, body }: Screen): boolean {
  if ('open' in does) return does.open.kind === 'settings' || (does.open.kind === 'list' && body.id !== 'inquiry');
  switch (does.intent.type) {
    // Nine calls staff everywhere, and that is the number on its button.
    case 'call-staff':
      return true;
    case 'cancel':
      return accepts.includes('continue');
    case 'back':
      return accepts.includes('continue') || body.id === 'lay-card';
    // Where there is something to charge, it stands under the lists.
    case 'print-history':
      return body.id === 'inquiry' && body.goesOnWith === 'point-charge';
    default:
      return false;
  }
}

test.each(
  samples.filter(({ body }) => body.id !== 'maintenance').map((sample, index) => [sample.name, sample, index] as const),
)('%s', async (_, sample, index) => {
  const language = Language.options[index % Language.options.length] ?? 'ja';
  // As most see it; and in another language, each mode in half of the screens and every set of them in an eighth.
  for (const screen of [
    screenOf(sample, 'ja', 'navy', 2 * index + 1),
    screenOf(sample, language, 'navy', 2 * index + 2, MODE_SETS[(index >> 1) % MODE_SETS.length]),
  ]) {
    await everyNumberIsDrawn(screen);
  }
});

async function everyNumberIsDrawn(screen: Screen): Promise<void> {
  await drawn.show(screen);
  await drawn.page.keyboard.press('0');
  const choices = numberedOf(screen);
  const wanted = choices.flatMap((choice, at) => (needsNone(choice, screen) ? [] : [String(at + 1)]));
  const numbers = () =>
    drawn.page.locator('[data-key]').evaluateAll((all) => all.map((one) => one.getAttribute('data-key') ?? ''));
  await expect.poll(numbers).toEqual(expect.arrayContaining(wanted));
}
