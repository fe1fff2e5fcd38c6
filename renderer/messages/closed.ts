import type { Language, ScreenBody } from '../../station/contract/index.ts';

type Hours = Extract<ScreenBody, { id: 'closed' }>;

/** "Closed", "open from … to …", "of the next day": in every language at once, for nobody is asked to choose at night. */
export const closedWords: Readonly<Record<Language, readonly [title: string, hours: string, nextDay: string]>> = {
  ja: ['ただいま、ご利用時間外です', 'ご利用時間', '翌日'],
  'easy-ja': ['いまは つかえません', 'つかえる じかん', 'つぎの ひ'],
  en: ['This machine is closed now', 'Open', 'next day'],
  'zh-Hans': ['现在不在服务时间内', '服务时间', '次日'],
  'zh-Hant': ['目前不在服務時間內', '服務時間', '翌日'],
  ko: ['지금은 이용 시간이 아닙니다', '이용 시간', '다음 날'],
};

/** `5:00 – 0:30`: without the zero in front, as people write it. */
export function span({ opens, closes }: Hours): string {
  return `${opens} – ${closes}`.replaceAll(/\b0(?=\d:)/g, '');
}
