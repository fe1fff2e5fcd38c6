/** Slips for staff: what a shift came to, and what was decided about a transfer. */
import { unreachable } from '../../hardware/result.ts';
import type { DecisionReason, Difference, ShiftReport } from '../contract/staff-money.ts';
import { count, japaneseDate, masked, yen } from './figures.ts';
import type { Page } from './markup.ts';
import type { DecisionSlip, FindingSlip, Imprint } from './receipt.ts';

export function shift(page: Page, data: ShiftReport, imprint: Imprint): void {
  page.head('締切票', 'Shift report', imprint);
  page.item('締切番号', 'Shift no.', String(data.number));
  page.item('期間', 'Period', periodOf(data));
  page.item('取引記録', 'Journal entries', `${data.from}～${data.to}`);
  page.item('利用登録', 'Registrations', count(data.registrations));
  sum(page, 'ポイントチャージ', 'Point charges', data.charged);
  sum(page, '成立せず', 'Not charged', data.voided);
  sum(page, '決定 書込みあり', 'Decided: written', data.decidedWritten);
  sum(page, '決定 書込みなし', 'Decided: not written', data.decidedNotWritten);
  page.item('印字', 'Receipts printed', count(data.receipts.printed));
  page.item('印字 不明', 'Receipts unknown', count(data.receipts.unknown));
  page.item('印字できず', 'Receipts not printed', count(data.receipts.notPrinted));
  page.sheet.rule();
  sum(page, '処理未了', 'Unresolved', data.unresolved);
  for (const each of data.unresolved.lines) {
    page.sheet.pair(`${each.on.replaceAll('-', '.')} ${each.reference}`, yen(each.points));
  }
  more(page, data.unresolved);
  page.item('拒否・差異', 'Refused or discrepant', count(data.wrong.count));
  for (const each of data.wrong.lines) {
    page.sheet.pair(`${each.reference} ${masked(each.cardTail)}`, each.what === 'refused' ? '拒否' : '差異');
  }
  more(page, data.wrong);
  page.sheet.rule();
  ledger(page, data.ledger);
}

function sum(
  page: Page,
  label: string,
  english: string,
  value: { readonly count: number; readonly points: number },
): void {
  page.item(label, english, `${count(value.count)} ${yen(value.points)}`);
}

/** A long list is cut off, and says so. */
function more(page: Page, list: { readonly count: number; readonly lines: readonly unknown[] }): void {
  const left = list.count - list.lines.length;
  if (left > 0) page.say(`ほか${count(left)}`, `${left} more`);
}

function periodOf({ firstDay, lastDay }: ShiftReport): string {
  if (firstDay === null || lastDay === null) return '取引なし';
  return firstDay === lastDay ? japaneseDate(firstDay) : `${japaneseDate(firstDay)}～${japaneseDate(lastDay)}`;
}

function ledger(page: Page, data: ShiftReport['ledger']): void {
  switch (data.kind) {
    case 'agrees':
      page.say(
        `センターの台帳と一致（${count(data.compared)}照合）`,
        `Agrees with the ledger (${data.compared} compared).`,
      );
      break;
    case 'not-compared':
      page.say('センターの台帳と照合できませんでした。', 'Not compared with the ledger: the center did not answer.');
      break;
    case 'differs':
      page.say(
        `センターの台帳と不一致 ${count(data.count)}（${count(data.compared)}照合）`,
        `Differs from the ledger in ${data.count} of ${data.compared}.`,
      );
      for (const line of data.lines) differenceLine(page, line);
      more(page, data);
      break;
    default:
      unreachable(data);
  }
}

function differenceLine(page: Page, line: Difference): void {
  const amounts = [line.stationPoints, line.centerPoints].map((points) => (points === null ? '－' : yen(points)));
  page.sheet.pair(`${line.reference} ${masked(line.cardTail)}`, DIFFERENCES[line.kind]);
  page.sheet.pair(
    `機械 ${END[line.station ?? 'none']}${amounts[0]}`,
    `台帳 ${END[line.center ?? 'none']}${amounts[1]}`,
    '',
    1,
  );
}

const DIFFERENCES: Readonly<Record<Difference['kind'], string>> = {
  'not-told-yet': '送信待ち',
  'ended-elsewhere': '他で完了',
  'other-end': '結果相違',
  'other-points': '金額相違',
  'unknown-at-center': '台帳になし',
  'unknown-at-station': '機械になし',
};

const END = { open: '未了', held: '仮押さえ', settled: '成立', voided: '不成立', none: '' } as const;

/** Which transfer a slip is about, and when staff dealt with it. */
function transferOf(
  page: Page,
  { reference, cardTail, charge, on }: Pick<FindingSlip, 'reference' | 'cardTail' | 'charge' | 'on'>,
  imprint: Imprint,
  [japanese, english, date]: readonly [string, string, string | null],
): void {
  page.sheet.centred('受付番号');
  page.sheet.title(reference);
  page.sheet.gap();
  page.item('取引日', 'Date of the transfer', japaneseDate(on));
  page.item(japanese, english, date === null ? '不明' : japaneseDate(date));
  page.item('カード番号', 'Card number', masked(cardTail));
  page.item('ポイントチャージ', 'Point charge', yen(charge));
  page.pointName(imprint);
  page.sheet.rule();
}

export function decision(page: Page, data: DecisionSlip, imprint: Imprint): void {
  page.head('処理未了 決定票', 'Decision by station staff', imprint);
  transferOf(page, data, imprint, ['決定日', 'Decided on', data.decidedOn]);
  if (data.end === 'written') {
    page.item('決定', 'Decision', '書込みあり');
    page.say('カードにチャージされたものとして処理しました。', 'Handled as charged: the points were used.');
  } else {
    page.item('決定', 'Decision', '書込みなし');
    page.say(
      'チャージされなかったものとして、ポイントをお返ししました。',
      'Handled as not charged: the points are free again.',
    );
  }
  page.item('理由', 'Reason', REASONS[data.reason]);
  page.item('センター', 'Center', standsInWords(data));
  page.sheet.gap();
  page.sheet.pair('係員１', '＿＿＿＿＿＿');
  page.sheet.gap();
  page.sheet.pair('係員２', '＿＿＿＿＿＿');
}

export function finding(page: Page, data: FindingSlip, imprint: Imprint): void {
  page.head('処理未了 確認票', 'Found out with the card', imprint);
  transferOf(page, data, imprint, ['確認日', 'Found out on', data.foundOn]);
  if (data.end === 'written') {
    page.item('カードの記録', 'The card', '書込みあり');
    page.say('カードにチャージされていました。', 'The card has been charged: the points were used.');
  } else {
    page.item('カードの記録', 'The card', '書込みなし');
    page.say(
      'カードにチャージされていませんでした。センターに伝わりしだい、ポイントをまた使えます。',
      'The card has not been charged: the points can be used again once the center has heard of it.',
    );
  }
  page.sheet.gap();
  page.sheet.pair('係員', '＿＿＿＿＿＿');
}

const REASONS: Readonly<Record<DecisionReason, string>> = {
  'card-lost': 'カード紛失',
  'card-broken': 'カード破損',
  'passenger-gone': 'お客様不在',
  'history-gone': '履歴なし',
  'card-contradicts-itself': 'カードの応答矛盾',
  'operator-ordered': '指令の指示',
};

function standsInWords({ end, stands }: DecisionSlip): string {
  if (stands === null) return '送信待ち';
  return (stands === 'settled') === (end === 'written') ? '反映済み' : '別の結果あり（差異）';
}
