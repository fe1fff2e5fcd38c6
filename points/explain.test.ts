import { describe, expect, test } from 'vitest';
import { REFUSALS } from './applications.ts';
import { words } from './explain-words.ts';
import { checkInput, type Event, type ExplainLanguage, explain } from './index.ts';
import { applied, apply, charge, insurance, reissue, takeBack } from './testing/story.ts';

function told(events: readonly Event[], language: ExplainLanguage, { person = 'P', asOf = '2023-03-20' } = {}): string {
  const checked = checkInput({ asOf, events });
  if (!checked.ok) throw new Error(checked.error.problem);
  return explain(checked.value, { person, language });
}

const story = [
  ...applied,
  apply('2023-01-10', 'health-insurance'),
  apply('2023-01-10', 'public-money-account'),
  apply('2023-01-11'),
  insurance('2023-01-20'),
  charge('2023-01-08', 1_000),
  charge('2023-01-10', 10_000, { id: 'x' }),
  charge('2023-01-12', 500, { source: 'point-charge' }),
  charge('2023-02-03', 10_000),
  reissue('2023-02-10', 'A', 'B'),
  takeBack('2023-03-19', 'x'),
];

describe('an account that a person can read', () => {
  test('in Japanese', () => {
    expect(told(story, 'ja').split('\n')).toEqual([
      'P さん（2023年3月20日現在）',
      '事業の期間: 2023年5月31日まで　ポイントの名称: WESTERポイント（チャージ専用）',
      '',
      'マイナポイントのお申し込み',
      '  2023年1月10日  ICOCAへのチャージ  カード A（再発行により現在は B）: 受付済み [R1 R18]',
      '  2023年1月10日  健康保険証としての利用申込み  カード A（再発行により現在は B）: 受付済み [R1 R18]',
      '  2023年1月10日  公金受取口座の登録  カード A（再発行により現在は B）: 受付済み [R1 R18]',
      '  2023年1月11日  ICOCAへのチャージ  カード A（再発行により現在は B）: 対象外: この施策はお申し込み済みです [A14 R24]',
      '',
      'チャージ  カード B',
      '  2023年1月8日  1,000円  現金: 対象外: お申し込み日より前 [R4]',
      '  2023年1月10日  10,000円  現金: 付与後の取消（係員が判断します）[A35]',
      '  2023年1月12日  500円  ポイントチャージ: 集計対象外 [R9]',
      '  2023年2月3日  10,000円  現金: 対象',
      '  累計 10,000円',
      '',
      '付与されるポイント',
      '  2023年2月18日頃  7,500 ICOCAポイント  カード B: 2023年1月20日に条件がそろいました [R10 A13]',
      '  2023年3月18日頃  5,000 WESTERポイント（チャージ専用）  カード B: チャージ累計額が2023年2月3日に20,000円以上となりました [R3 R4 R6 R7 A5]',
      '  合計 12,500ポイント',
      '  公金受取口座の登録: 公金受取口座の登録がまだありません [R11]',
    ]);
  });

  test('in English, the name of the points left as it is', () => {
    const text = told(story, 'en');
    expect(text).toContain('P, as known on 20 March 2023');
    expect(text).toContain(
      'around 18 March 2023  5,000 WESTERポイント（チャージ専用）  card B: the total reached 20,000 yen on 3 February 2023',
    );
    expect(text).toContain('10 January 2023  10,000 yen  cash: taken back after the grant; staff decide [A35]');
  });

  test('A7, A18: the payout names no day and a planned day is only nominal', () => {
    const below = [...applied, charge('2023-02-01', 19_990)];
    expect(told(below, 'ja', { asOf: '2023-06-30' })).toContain('事業期間終了後  4,997 WESTERポイント（チャージ専用）');
    expect(told([...applied, charge('2023-03-01', 20_000)], 'ja')).toContain('2023年4月18日頃（予定）');
    expect(told(below, 'en', { asOf: '2023-04-10' })).toContain('25 % of it after the end');
  });

  test('before the end the total says how far it is', () => {
    const below = [...applied, charge('2023-02-01', 8_500)];
    expect(told(below, 'ja')).toContain('累計 8,500円　20,000円まであと 11,500円');
    expect(told(below, 'en')).toContain('Total 8,500 yen, 11,500 yen short of 20,000');
  });

  test('after the end nothing is waited for any more', () => {
    const late = [
      ...applied,
      apply('2023-01-10', 'health-insurance'),
      charge('2023-02-01', 3),
      insurance('2023-06-01'),
    ];
    const text = told(late, 'en', { asOf: '2023-06-30' });
    expect(text).toContain('charging the card: nothing is due, 25 % of the total is less than a point [R8]');
    expect(text).toContain('nothing is due, the use was not applied for by the end [R1 R10]');
    expect(told(late, 'en', { asOf: '2023-05-31' })).not.toContain('nothing is due');
  });

  test('a person nobody knows gets an account that says so, and nothing of others', () => {
    const text = told(story, 'en', { person: 'Q' });
    expect(text).toContain('None.');
    expect(text).not.toContain('card A');
  });

  test('A23: the refusal tells what would have worked', () => {
    const events: Event[] = [{ on: '2023-03-07', type: 'registration', card: 'A' }, apply('2023-03-07')];
    expect(told(events, 'ja')).toContain('利用登録の翌日から');
  });

  test('every refusal has its sentence in both languages', () => {
    for (const refusal of REFUSALS) expect(words.ja.refused[refusal]).not.toBe(words.en.refused[refusal]);
  });
});
