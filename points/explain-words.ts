/** The sentences of `explain` in Japanese and English. Names of points stay as they are (R14). */
import type { Refusal } from './applications.ts';
import type { IsoDate } from './calendar.ts';
import type { ChargeSource, MeasureId } from './campaign-file.ts';

export type ExplainLanguage = 'ja' | 'en';

/** Why a charge stands or does not stand in the total. */
export type Verdict =
  | 'counted'
  | 'taken-back'
  | 'taken-back-after-the-grant'
  | 'before-application'
  | 'R1'
  | 'R9'
  | 'A10';

export interface Words {
  readonly title: (person: string, asOf: string) => string;
  readonly campaign: (endsOn: string, pointName: string) => string;
  readonly noEnd: string;
  readonly applications: string;
  readonly noApplication: string;
  readonly accepted: string;
  readonly refused: Readonly<Record<Refusal, string>>;
  readonly card: (card: string) => string;
  readonly movedTo: (card: string) => string;
  readonly measure: Readonly<Record<MeasureId, string>>;
  readonly charges: string;
  readonly noCharges: string;
  readonly source: Readonly<Record<ChargeSource, string>>;
  readonly verdict: Readonly<Record<Verdict, string>>;
  /** Yen; `remaining` is null where the lump is due already, whatever was taken back since. */
  readonly yen: (amount: string) => string;
  readonly progress: (counted: string, remaining: string | null) => string;
  readonly grants: string;
  readonly noGrant: string;
  /** Why an accepted application has no grant: so far, and for good after the end. */
  readonly waiting: Readonly<Record<MeasureId, string>>;
  readonly nothingDue: Readonly<Record<MeasureId, string>>;
  readonly planned: (day: string, passed: boolean) => string;
  readonly afterTheEnd: string;
  readonly because: Readonly<Record<'lump' | 'payout' | 'act', (day: string) => string>>;
  readonly total: (points: string) => string;
  readonly day: (date: IsoDate) => string;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const ja: Words = {
  title: (person, asOf) => `${person} さん（${asOf}現在）`,
  campaign: (endsOn, pointName) => `事業の期間: ${endsOn}まで　ポイントの名称: ${pointName}`,
  noEnd: '未定',
  applications: 'マイナポイントのお申し込み',
  noApplication: 'お申し込みはありません。',
  accepted: '受付済み',
  refused: {
    'outside-campaign': '対象外: お申し込みが実施期間の外です',
    'mobile-not-started': '対象外: モバイルICOCAのサービスはまだ始まっていませんでした',
    'no-stored-fare': '対象外: チャージできないカードです',
    'not-registered-by-the-day-before':
      '対象外: 前日までに利用登録が完了していません。利用登録の翌日からお申し込みいただけます',
    'my-number-card-too-late': '対象外: マイナンバーカードの申請が期限のあとです',
    'already-received': '対象外: 他の決済手段で受領済みです',
    'already-applied': '対象外: この施策はお申し込み済みです',
    'card-of-another-person': '対象外: 別の方がお申し込みのカードです',
  },
  card: (card) => `カード ${card}`,
  movedTo: (card) => `（再発行により現在は ${card}）`,
  measure: {
    charge: 'ICOCAへのチャージ',
    'health-insurance': '健康保険証としての利用申込み',
    'public-money-account': '公金受取口座の登録',
  },
  charges: 'チャージ',
  noCharges: 'チャージはありません。',
  source: {
    cash: '現金',
    'quick-charge': 'クイックチャージ',
    'point-charge': 'ポイントチャージ',
    'petrol-station': 'ガソリンスタンド',
    'petrol-station-change': 'ガソリンスタンドの釣銭',
  },
  verdict: {
    counted: '対象',
    'taken-back': '取消済み [A35]',
    'taken-back-after-the-grant': '付与後の取消（係員が判断します）[A35]',
    'before-application': '対象外: お申し込み日より前 [R4]',
    R1: '対象外: 実施期間のあと [R1]',
    R9: '集計対象外 [R9]',
    A10: '対象外: 集計開始日より前 [A10]',
  },
  yen: (amount) => `${amount}円`,
  progress: (counted, remaining) =>
    remaining === null ? `累計 ${counted}円` : `累計 ${counted}円　20,000円まであと ${remaining}円`,
  grants: '付与されるポイント',
  noGrant: 'ありません。',
  waiting: {
    charge: 'チャージ累計額が20,000円以上となった日の翌月18日頃に付与、届かなければ事業期間終了後に25%分を付与 [R7 R8]',
    'health-insurance': '健康保険証としての利用申込みがまだありません [R10]',
    'public-money-account': '公金受取口座の登録がまだありません [R11]',
  },
  nothingDue: {
    charge: '累計額の25%が1ポイントに満たないため、付与はありません [R8]',
    'health-insurance': '事業期間中に健康保険証としての利用申込みがなかったため、付与はありません [R1 R10]',
    'public-money-account': '事業期間中に公金受取口座の登録がなかったため、付与はありません [R1 R11]',
  },
  planned: (day, passed) => `${day}頃${passed ? '' : '（予定）'}`,
  afterTheEnd: '事業期間終了後',
  because: {
    lump: (day) => `チャージ累計額が${day}に20,000円以上となりました`,
    payout: () => '累計額が20,000円に満たなかったため、累計額の25%（小数点以下切り捨て）です',
    act: (day) => `${day}に条件がそろいました`,
  },
  total: (points) => `合計 ${points}ポイント`,
  day: (date) => `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`,
};

const en: Words = {
  title: (person, asOf) => `${person}, as known on ${asOf}`,
  campaign: (endsOn, pointName) => `Campaign until ${endsOn}. Name of the points: ${pointName}`,
  noEnd: 'a day not announced yet',
  applications: 'Applications',
  noApplication: 'None.',
  accepted: 'accepted',
  refused: {
    'outside-campaign': 'refused: outside the campaign',
    'mobile-not-started': 'refused: Mobile ICOCA had not started',
    'no-stored-fare': 'refused: the card cannot be charged',
    'not-registered-by-the-day-before':
      'refused: not registered by the day before; possible from the day after registration',
    'my-number-card-too-late': 'refused: the My Number card was applied for after the deadline',
    'already-received': 'refused: received through another payment service',
    'already-applied': 'refused: this measure was applied for already',
    'card-of-another-person': 'refused: the card belongs to the application of another person',
  },
  card: (card) => `card ${card}`,
  movedTo: (card) => ` (replaced, now ${card})`,
  measure: {
    charge: 'charging the card',
    'health-insurance': 'use as a health insurance card',
    'public-money-account': 'registering a public money account',
  },
  charges: 'Charges',
  noCharges: 'None.',
  source: {
    cash: 'cash',
    'quick-charge': 'quick charge',
    'point-charge': 'point charge',
    'petrol-station': 'petrol station',
    'petrol-station-change': 'change at a petrol station',
  },
  verdict: {
    counted: 'counts',
    'taken-back': 'taken back [A35]',
    'taken-back-after-the-grant': 'taken back after the grant; staff decide [A35]',
    'before-application': 'does not count: before the application [R4]',
    R1: 'does not count: after the end of the campaign [R1]',
    R9: 'does not count: this kind of charge is excluded [R9]',
    A10: 'does not count: before charges began to count [A10]',
  },
  yen: (amount) => `${amount} yen`,
  progress: (counted, remaining) =>
    remaining === null ? `Total ${counted} yen` : `Total ${counted} yen, ${remaining} yen short of 20,000`,
  grants: 'Points due',
  noGrant: 'None.',
  waiting: {
    charge:
      'due around the 18th of the month after the total reaches 20,000 yen, else 25 % of it after the end [R7 R8]',
    'health-insurance': 'the use has not been applied for yet [R10]',
    'public-money-account': 'the account has not been registered yet [R11]',
  },
  nothingDue: {
    charge: 'nothing is due, 25 % of the total is less than a point [R8]',
    'health-insurance': 'nothing is due, the use was not applied for by the end [R1 R10]',
    'public-money-account': 'nothing is due, the account was not registered by the end [R1 R11]',
  },
  planned: (day, passed) => `around ${day}${passed ? '' : ' (planned)'}`,
  afterTheEnd: 'after the end of the campaign',
  because: {
    lump: (day) => `the total reached 20,000 yen on ${day}`,
    payout: () => 'the total stayed below 20,000 yen: 25 % of it, fraction discarded',
    act: (day) => `applied for and done by ${day}`,
  },
  total: (points) => `${points} points in all`,
  day: (date) => `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${Number(date.slice(0, 4))}`,
};

export const words: Readonly<Record<ExplainLanguage, Words>> = { ja, en };
