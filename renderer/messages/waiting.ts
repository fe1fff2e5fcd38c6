/**
 * What stands there while the station cannot be heard, in every language at once: nobody knows who stands before the
 * machine, so these words are part of the page itself and not of the catalogues that are loaded on demand.
 */
import type { Language } from '../../station/contract/index.ts';

export const waiting: Readonly<Record<Language, { readonly title: string; readonly lead: string }>> = {
  ja: { title: 'しばらくお待ちください', lead: '通信を確認しています。このままお待ちください。' },
  'easy-ja': {
    title: '{少|すこ}し{待|ま}ってください',
    lead: 'もうすぐ{使|つか}えます。{何|なに}もしなくていいです。',
  },
  en: { title: 'Please wait', lead: 'The machine is checking its connection. There is nothing you need to do.' },
  'zh-Hans': { title: '请稍候', lead: '正在确认连接，您无需操作。' },
  'zh-Hant': { title: '請稍候', lead: '正在確認連線，您不需操作。' },
  ko: { title: '잠시 기다려 주세요', lead: '통신을 확인하고 있습니다. 그대로 기다려 주세요.' },
};
