/**
 * The pictures in docs/screens: one of each screen as most passengers see it, some of each language, profile, size and mode,
 * and what staff work with. `npm run gallery -- --docs` makes them; a test compares the page with them.
 */
import type { Browser } from 'playwright-core';
import { samples, screenOf } from '../../renderer/samples.ts';
import { staffSamples, staffScreenOf } from '../../renderer/staff/samples.ts';
import type { Language, Profile } from '../../station/contract/index.ts';
import type { StaffLanguage } from '../../station/contract/staff.ts';
import { openPage, openStaffPage, SIZES, type Size } from './drawn-page.ts';
import { modesNamed } from './modes.ts';

export const documentedFolder = 'docs/screens';

const [SMALL, , WIDE, PORTRAIT] = SIZES as readonly [Size, Size, Size, Size];

interface Passenger {
  readonly sample: string;
  readonly language: Language;
  readonly profile: Profile;
  readonly size: Size;
  readonly modes: string;
}

const plain = (sample: string, more: Partial<Passenger> = {}): Passenger => ({
  ...{ sample, language: 'ja', profile: 'navy', size: SMALL, modes: 'plain' },
  ...more,
});

const passengers: readonly Passenger[] = [
  ...['home', 'notice', 'lay-card', 'reading-card', 'terms', 'registering', 'registered', 'choose-amount'],
  ...['confirm-charge', 'charging', 'charged', 'lay-same-card', 'settled-earlier', 'unresolved', 'inquiry'],
  ...['printing', 'print-failed', 'goodbye-card', 'staff-called', 'starting', 'out-of-service', 'closed'],
  ...['maintenance', 'more-time', 'trouble-unregistered', 'trouble-card-full', 'trouble-foreign-card'],
]
  .map((sample) => plain(sample))
  .concat(
    plain('home', { language: 'easy-ja' }),
    plain('home', { language: 'en', profile: 'pink' }),
    plain('home', { language: 'zh-Hans' }),
    plain('home', { language: 'zh-Hant', profile: 'light-blue' }),
    plain('home', { language: 'ko' }),
    plain('home', { profile: 'pink', size: WIDE }),
    plain('charged', { language: 'en', size: PORTRAIT }),
    plain('choose-amount', { language: 'en', modes: 'contrast,large' }),
    plain('confirm-charge', { language: 'en', modes: 'low' }),
  );

const staff: readonly { readonly sample: string; readonly language: StaffLanguage }[] = [
  ...['staff-menu', 'staff-enter-pin', 'staff-cases', 'staff-case', 'staff-shift', 'staff-journal', 'staff-board'],
  ...['staff-self-test-result', 'staff-paper-change', 'staff-settings', 'staff-edit-setting-wrong', 'staff-exported'],
].flatMap((sample) => [
  { sample, language: 'ja' as const },
  { sample, language: 'en' as const },
]);

export interface Documented {
  /** In the folder of the pictures. */
  readonly file: string;
  readonly png: Buffer;
}

/** Draws all of them, in an order that opens few pages. */
export async function* drawDocumented(browser: Browser): AsyncGenerator<Documented> {
  let revision = 0;
  for (const size of [SMALL, WIDE, PORTRAIT]) {
    const drawn = await openPage(browser, size);
    for (const one of passengers.filter((each) => each.size === size)) {
      const sample = found(samples, one.sample);
      const modes = modesNamed(one.modes) ?? {};
      // A screen before it, so that nothing of the last picture is left in this one.
      await drawn.show(screenOf(found(samples, 'starting'), one.language, one.profile, ++revision, modes));
      await drawn.show(screenOf(sample, one.language, one.profile, ++revision, modes));
      yield { file: fileOf(one), png: await drawn.page.screenshot() };
    }
    await drawn.close();
  }
  const drawn = await openStaffPage(browser, SMALL);
  for (const { sample, language } of staff) {
    await drawn.show(staffScreenOf(found(staffSamples, sample), language, ++revision));
    yield { file: `${sample}.${language}.webp`, png: await drawn.page.screenshot() };
  }
  await drawn.close();
}

function fileOf({ sample, language, profile, size, modes }: Passenger): string {
  const others = [
    ...(profile === 'navy' ? [] : [profile]),
    ...(size === SMALL ? [] : [`${size.width}x${size.height}`]),
    ...(modes === 'plain' ? [] : [modes.replaceAll(',', '-')]),
  ];
  return [sample, language, ...others, 'webp'].join('.');
}

function found<Sample extends { readonly name: string }>(all: readonly Sample[], name: string): Sample {
  const sample = all.find((one) => one.name === name);
  if (!sample) throw new Error(`there is no sample "${name}"`);
  return sample;
}
