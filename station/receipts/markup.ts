import { unreachable } from '../../hardware/result.ts';
import type { KeptBecause } from '../contract/screen.ts';
import type { Language } from '../contract/words.ts';
import { processName } from './codes.ts';
import { japaneseDate, masked, points, signedYen, yen } from './figures.ts';
import { decision, finding, shift } from './markup-staff.ts';
import type {
  History,
  Imprint,
  PointCharge,
  Receipt,
  Registration,
  SelfTest,
  TestPage,
  Unresolved,
} from './receipt.ts';
import { Sheet } from './sheet.ts';

export interface Layout {
  readonly language: Language;
  /** Characters in a line: 32 on 58 mm paper, 48 on 80 mm. */
  readonly columns: number;
}

/**
 * A receipt as receiptline markup: Japanese always, English beneath each item for who does not read it: the
 * printers' own fonts have no Korean and no simplified Chinese.
 * Pure: the same receipt, imprint and layout always give the same markup.
 */
export function markupOf(receipt: Receipt, imprint: Imprint, layout: Layout): string {
  const page = new Page(layout);
  write(page, receipt, imprint);
  page.foot(imprint);
  return page.sheet.markup();
}

function write(page: Page, receipt: Receipt, imprint: Imprint): void {
  switch (receipt.kind) {
    case 'registration':
      registration(page, receipt.data, imprint);
      break;
    case 'point-charge':
      pointCharge(page, receipt.data, imprint);
      break;
    case 'history':
      history(page, receipt.data, imprint);
      break;
    case 'unresolved':
      unresolved(page, receipt.data, imprint);
      break;
    case 'self-test':
      selfTest(page, receipt.data, imprint);
      break;
    case 'shift':
      shift(page, receipt.data, imprint);
      break;
    case 'decision':
      decision(page, receipt.data, imprint);
      break;
    case 'finding':
      finding(page, receipt.data, imprint);
      break;
    case 'test-page':
      testPage(page, receipt.data, imprint);
      break;
    default:
      unreachable(receipt);
  }
}

/** A sheet that knows the language. */
export class Page {
  readonly sheet: Sheet;
  readonly #english: boolean;

  constructor(layout: Layout) {
    this.sheet = new Sheet(layout.columns);
    this.#english = layout.language !== 'ja' && layout.language !== 'easy-ja';
  }

  head(title: string, english: string, imprint: Imprint): void {
    if (!imprint.original) this.sheet.stamp('再発行');
    if (!imprint.original && this.#english) this.sheet.centred('REPRINT');
    if (!imprint.original) this.sheet.gap();
    this.sheet.title(title);
    if (this.#english) this.sheet.centred(english);
    this.sheet.rule();
  }

  item(label: string, english: string, value: string): void {
    this.sheet.pair(label, value);
    if (this.#english) this.sheet.text(english, 1);
  }

  /** The amount that the receipt is about: larger. */
  amount(label: string, english: string, value: string): void {
    this.sheet.pair(label, value, '^^^');
    if (this.#english) this.sheet.text(english, 1);
  }

  say(japanese: string, english: string): void {
    this.sheet.text(japanese);
    if (this.#english) this.sheet.text(english);
  }

  /** The name of the points, which is never translated; what it means beneath. */
  pointName(imprint: Imprint): void {
    const name = imprint.pointName;
    if (!name) return;
    this.sheet.text(name.name);
    const gloss = name.gloss.en;
    if (this.#english && gloss) this.sheet.text(gloss, 1);
  }

  get english(): boolean {
    return this.#english;
  }

  foot(imprint: Imprint): void {
    this.sheet.rule();
    this.item('駅・機械', 'Station and machine', imprint.stationName);
    if (imprint.number === null) this.item('お渡し方法', 'Given as', 'QRコード');
    else this.item('控え番号', 'Receipt no.', String(imprint.number).padStart(6, '0'));
  }
}

function registration(page: Page, data: Registration, imprint: Imprint): void {
  page.head('利用登録票', 'Registration slip', imprint);
  page.pointName(imprint);
  page.say(
    data.already ? 'このカードは利用登録済みです。' : '利用登録が完了しました。',
    data.already ? 'This card was registered before.' : 'Your card has been registered.',
  );
  page.sheet.gap();
  page.item('カード番号', 'Card number', masked(data.cardTail));
  page.item('登録日', 'Registered on', japaneseDate(data.registeredOn));
  if (data.earliestApplicationOn === null) {
    page.sheet.gap();
    page.say('マイナポイントのお申込みは、もうできません。', 'It is too late to apply for Mynapoint.');
    return;
  }
  page.item('申込みができる日', 'You can apply from', japaneseDate(data.earliestApplicationOn));
  page.sheet.gap();
  page.say(
    'マイナポイントのお申込みには、このカードの番号（カード裏面の「JW」で始まる番号）が必要です。',
    'To apply for Mynapoint you need the number on the back of this card, beginning with JW.',
  );
}

function pointCharge(page: Page, data: PointCharge, imprint: Imprint): void {
  page.head('ご利用票', 'Point charge receipt', imprint);
  page.item('日付', 'Date', japaneseDate(data.on));
  page.item('カード番号', 'Card number', masked(data.cardTail));
  page.sheet.gap();
  page.amount('ポイントチャージ', 'Points charged to the card', yen(data.charge));
  page.sheet.gap();
  page.item('チャージ前残高', 'Balance before', yen(data.balanceYen - data.charge));
  page.item('チャージ後残高', 'Balance after', yen(data.balanceYen));
  page.sheet.rule();
  page.pointName(imprint);
  pointsBeforeAndAfter(page, data);
  page.sheet.gap();
  page.item('受付番号', 'Reference', data.reference);
}

function pointsBeforeAndAfter(page: Page, data: PointCharge): void {
  page.item('ご利用ポイント', 'Points used', points(data.charge));
  if (data.pointsLeft === null) {
    page.say(
      'ポイント残高は確認中です。後ほどこの機械の「残高・履歴」でお確かめください。',
      'Your points balance is being confirmed. You can see it later under "Balance and history".',
    );
    return;
  }
  page.item('ご利用前ポイント', 'Points before', points(data.pointsLeft + data.charge));
  page.item('ご利用後ポイント', 'Points after', points(data.pointsLeft));
  const why = keptWords(data.keptBecause);
  if (why && data.pointsLeft > 0) page.say(why.ja, why.en);
}

function keptWords(because: KeptBecause): { ja: string; en: string } | null {
  switch (because) {
    case 'unit-of-ten':
      return { ja: '10ポイント未満は残ります。', en: 'Points are charged in tens.' };
    case 'card-full':
      return {
        ja: 'カードの残高は20,000円までです。残りのポイントは次回ご利用になれます。',
        en: 'A card holds up to 20,000 yen. You can use the remaining points next time.',
      };
    case 'unit-of-ten-and-card-full':
      return {
        ja: 'カードの残高は20,000円まで、チャージは10ポイント単位です。残りのポイントは次回ご利用になれます。',
        en: 'A card holds up to 20,000 yen, and points are charged in tens. You can use the rest next time.',
      };
    case 'chosen':
    case null:
      return null;
    default:
      return unreachable(because);
  }
}

function history(page: Page, data: History, imprint: Imprint): void {
  page.head('ご利用履歴', 'Card history', imprint);
  page.item('日付', 'Date', japaneseDate(data.on));
  if (data.cardTail !== null) page.item('カード番号', 'Card number', masked(data.cardTail));
  page.item('残高', 'Balance', yen(data.balanceYen));
  page.sheet.rule();
  if (data.records.length === 0) page.say('履歴はありません。', 'There are no entries.');
  for (const record of data.records) historyRecord(page, record);
  page.say('新しい順に最大20件です。', 'Newest first, at most 20 entries.');
}

/** Two lines on any width: when and what, then how much and what was left; the oldest one's amount cannot be known. */
function historyRecord(page: Page, record: History['records'][number]): void {
  const name = processName(record.process);
  const date = record.date === null ? '日付不明' : record.date.replaceAll('-', '.');
  page.sheet.pair(`${date} ${name.ja}`, page.english ? name.en : '');
  page.sheet.pair(record.deltaYen === null ? '' : signedYen(record.deltaYen), `残高 ${yen(record.balanceYen)}`, '', 2);
}

function unresolved(page: Page, data: Unresolved, imprint: Imprint): void {
  page.head('お取扱い票', 'Transaction being checked', imprint);
  page.say(
    'ポイントチャージの結果を確認できませんでした。ポイントはお預かりしており、失われません。',
    'We could not confirm the result of your point charge. Your points are held safely and will not be lost.',
  );
  page.sheet.gap();
  page.sheet.centred('受付番号');
  if (page.english) page.sheet.centred('Reference');
  page.sheet.title(data.reference);
  page.sheet.gap();
  page.item('日付', 'Date', japaneseDate(data.on));
  page.item('カード番号', 'Card number', masked(data.cardTail));
  page.item('ポイントチャージ', 'Point charge', yen(data.charge));
  page.item('チャージ前残高', 'Balance before', yen(data.balanceBeforeYen));
  page.pointName(imprint);
  page.sheet.rule();
  page.say(
    '１ 同じカードを、もう一度この機械または他の対応券売機に置いてください。結果を確認できることがあります。',
    '1. Lay the same card on this or another machine once more: it may be able to tell.',
  );
  page.say(
    '２ 確認できないときは、この票とカードをお持ちのうえ、係員にお知らせください。',
    '2. If not, please show this slip and the card to station staff.',
  );
}

function selfTest(page: Page, data: SelfTest, imprint: Imprint): void {
  page.head('自己診断', 'Self-test', imprint);
  page.item('日付', 'Date', data.on === null ? '不明' : japaneseDate(data.on));
  page.item('ソフトウェア', 'Software', data.softwareVersion);
  page.sheet.rule();
  for (const check of data.checks) {
    page.sheet.pair(check.name, check.good === null ? '未実施' : check.good ? '良' : '不良');
    if (check.detail !== '') page.sheet.text(check.detail, 1);
  }
}

function testPage(page: Page, data: TestPage, imprint: Imprint): void {
  page.head('試し印字', 'Test page', imprint);
  page.item('日付', 'Date', data.on === null ? '不明' : japaneseDate(data.on));
  page.item('プリンタ', 'Printer', data.printer);
  page.sheet.rule();
  page.sheet.text('0123456789'.repeat(5).slice(0, page.sheet.columns));
  page.sheet.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz');
  page.sheet.text('!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~');
  page.sheet.text('あいうえおアイウエオｱｲｳｴｵ漢字①～－￥髙﨑');
  page.sheet.text('WESTERポイント（チャージ専用）・ICOCAポイント');
  page.sheet.stamp('反転');
  page.sheet.gap();
  page.sheet.code('WESTER KIOSK TEST 0123456789');
}
