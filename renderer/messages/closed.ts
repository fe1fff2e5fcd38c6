import type { Language } from '../../station/contract/index.ts';

interface Hours {
  readonly opens: string;
  readonly closes: string;
  /** It closes after midnight. */
  readonly nextDay: boolean;
}

/**
 * "Closed", in every language at once: nobody is asked to choose one at night. In the order of the screen; the figures
 * stand once beside them.
 */
export const closedWords: Readonly<Record<Language, { readonly title: string; readonly nextDay: string }>> = {
  ja: { title: 'ただいま、ご利用時間外です', nextDay: '翌日' },
  'easy-ja': { title: 'いまは つかえません', nextDay: 'つぎの日' },
  en: { title: 'This machine is closed now', nextDay: 'next day' },
  'zh-Hans': { title: '现在不在服务时间内', nextDay: '次日' },
  'zh-Hant': { title: '目前不在服務時間內', nextDay: '翌日' },
  ko: { title: '지금은 이용 시간이 아닙니다', nextDay: '다음 날' },
};

/** `ご利用時間 5:00–0:30（翌日）` in one language. */
export const hoursWords: Readonly<Record<Language, string>> = {
  ja: 'ご利用時間',
  'easy-ja': 'つかえる じかん',
  en: 'Open',
  'zh-Hans': '服务时间',
  'zh-Hant': '服務時間',
  ko: '이용 시간',
};

/** `05:00` as people write it: 5:00. */
export function clockTime(time: string): string {
  return time.replace(/^0(?=\d:)/, '');
}

export function hoursIn(language: Language, { opens, closes, nextDay }: Hours): string {
  const last = nextDay ? ` (${closedWords[language].nextDay})` : '';
  return `${hoursWords[language]} ${clockTime(opens)} – ${clockTime(closes)}${last}`;
}
