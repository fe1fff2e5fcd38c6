/** What the samples know of the notice, and the days on which they are; test/samples-tell-what-the-center-answers.test.ts compares. */
import type { PointName, ScreenBody } from '../station/contract/index.ts';

type Campaign = Extract<ScreenBody, { id: 'notice' }>['campaign'];

export const wester: PointName = {
  name: 'WESTERポイント（チャージ専用）',
  gloss: {
    ja: 'チャージ専用のポイント',
    'easy-ja': 'チャージだけにつかうポイント',
    en: 'WESTER Points (for charging only)',
    'zh-Hans': 'WESTER积分（仅限充值）',
    'zh-Hant': 'WESTER點數（限加值使用）',
    ko: 'WESTER 포인트(충전 전용)',
  },
};
export const icoca: PointName = {
  name: 'ICOCAポイント',
  gloss: {
    ja: 'チャージできるポイント',
    'easy-ja': 'チャージにつかうポイント',
    en: 'ICOCA Points',
    'zh-Hans': 'ICOCA积分',
    'zh-Hant': 'ICOCA點數',
    ko: 'ICOCA 포인트',
  },
};
export const service: PointName = {
  name: 'WESTERポイント（チャージ専用）サービス',
  gloss: {
    ja: 'WESTERポイント（チャージ専用）のサービス',
    'easy-ja': 'チャージだけにつかうポイントのサービス',
    en: 'WESTER Points (for charging only) service',
    'zh-Hans': 'WESTER积分（仅限充值）服务',
    'zh-Hant': 'WESTER點數（限加值使用）服務',
    ko: 'WESTER 포인트(충전 전용) 서비스',
  },
};
export const campaign: Campaign = {
  startsOn: '2022-01-01',
  endsOn: '2023-05-31',
  previousEndsOn: '2023-02-28',
  ended: false,
  rename: { from: icoca, to: wester, on: '2023-03-07' },
  mobileIcocaFrom: '2023-03-22',
  measures: {
    charge: { percent: 25, capPoints: 5_000, thresholdYen: 20_000 },
    healthInsurance: 7_500,
    publicMoneyAccount: 7_500,
  },
};
/** Before the notice was announced. */
export const firstCampaign: Campaign = { ...campaign, endsOn: '2023-02-28', previousEndsOn: null, rename: null };
export const endedCampaign: Campaign = { ...campaign, ended: true };

const LAST_DAY = '2023-05-31';
const AFTER_THE_END = '2023-06-05';
/** What is not shown on an ordinary day. */
const otherDays: Readonly<Record<string, string>> = {
  'home-before-notice': '2023-02-10',
  'notice-before': '2023-02-10',
  'home-ended': AFTER_THE_END,
  'notice-ended': AFTER_THE_END,
  'inquiry-ended': AFTER_THE_END,
  'trouble-registration-not-needed-3': AFTER_THE_END,
  'terms-too-late': LAST_DAY,
  'registered-too-late': LAST_DAY,
  'inquiry-mobile-not-started': '2023-03-10',
  'trouble-mobile-not-started': '2023-03-10',
};

/** The business date of a sample. */
export const dayOf = (sample: string): string => otherDays[sample] ?? '2023-04-10';

/** The name in force on a day (R14). */
export const pointNameOf = (on: string): PointName => (on < '2023-03-07' ? icoca : wester);
