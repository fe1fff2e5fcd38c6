import type { History, Imprint, Receipt, ReceiptKind } from './receipt.ts';

/** One receipt of each kind with made-up data, for `npm run receipt`, the tests and the pictures. */
export const samples: Readonly<Record<ReceiptKind, Receipt>> = {
  registration: {
    kind: 'registration',
    data: { cardTail: '4821', registeredOn: '2023-04-10', earliestApplicationOn: '2023-04-11', already: false },
  },
  'point-charge': {
    kind: 'point-charge',
    data: {
      on: '2023-04-10',
      cardTail: '4821',
      reference: 'K7QF-2M9T',
      charge: 5_000,
      balanceYen: 6_200,
      pointsLeft: 8,
      keptBecause: 'unit-of-ten',
    },
  },
  history: {
    kind: 'history',
    data: { on: '2023-04-10', cardTail: '4821', balanceYen: 6_200, records: historyRecords() },
  },
  unresolved: {
    kind: 'unresolved',
    data: { on: '2023-04-10', cardTail: '4821', reference: 'K7QF-2M9T', charge: 5_000, balanceBeforeYen: 1_200 },
  },
  'self-test': {
    kind: 'self-test',
    data: {
      on: '2023-04-10',
      softwareVersion: 'Wester Kiosk 0.1.0',
      checks: [
        { name: 'カードリーダ', good: true, detail: 'PN532 1.6' },
        { name: 'SAM（試験鍵）', good: true, detail: '' },
        { name: 'プリンタ', good: true, detail: '用紙残りわずか' },
        { name: 'センター', good: false, detail: '応答なし（10分以上）' },
        { name: '取引記録', good: true, detail: '18,204件・連鎖正常' },
      ],
    },
  },
  shift: {
    kind: 'shift',
    data: {
      number: 12,
      from: 3_801,
      to: 7_204,
      firstDay: '2023-04-09',
      lastDay: '2023-04-10',
      registrations: 31,
      charged: { count: 214, points: 412_360 },
      voided: { count: 3, points: 4_500 },
      decidedWritten: { count: 1, points: 1_000 },
      decidedNotWritten: { count: 0, points: 0 },
      receipts: { printed: 180, unknown: 1, notPrinted: 2 },
      unresolved: {
        count: 2,
        points: 5_120,
        lines: [
          { reference: 'K7QF-2M9T', cardTail: '4821', points: 5_000, on: '2023-04-10' },
          { reference: '4TXC-88WA', cardTail: '0057', points: 120, on: '2023-04-09' },
        ],
      },
      wrong: { count: 1, lines: [{ reference: 'P3D0-61HZ', cardTail: '7730', what: 'discrepancy' }] },
      ledger: {
        kind: 'differs',
        compared: 220,
        count: 1,
        lines: [
          {
            reference: 'P3D0-61HZ',
            cardTail: '7730',
            kind: 'other-end',
            station: 'voided',
            center: 'settled',
            stationPoints: 1_000,
            centerPoints: 1_000,
          },
        ],
      },
    },
  },
  decision: {
    kind: 'decision',
    data: {
      reference: 'K7QF-2M9T',
      cardTail: '4821',
      charge: 5_000,
      on: '2023-04-10',
      decidedOn: '2023-04-11',
      end: 'not-written',
      reason: 'card-lost',
      stands: 'voided',
    },
  },
  finding: {
    kind: 'finding',
    data: {
      reference: 'K7QF-2M9T',
      cardTail: '4821',
      charge: 5_000,
      on: '2023-04-10',
      foundOn: '2023-04-11',
      end: 'written',
    },
  },
  'test-page': { kind: 'test-page', data: { on: '2023-04-10', printer: 'ESC/POS 試験台' } },
};

export const SAMPLE_NUMBER = 42;

export const sampleImprint: Imprint = {
  stationName: '大阪駅 紺色 07号機',
  number: SAMPLE_NUMBER,
  original: true,
  pointName: {
    name: 'WESTERポイント（チャージ専用）',
    gloss: { en: 'WESTER points (for charging only)' },
  },
};

/** Twenty records, newest first, of the kinds that a commuter's card shows. */
function historyRecords(): History['records'] {
  const days = ['2023-04-10', '2023-04-07', '2023-04-06', '2023-04-05', '2023-04-04'];
  const acts = [
    { process: 0x48, terminal: 0x08, deltaYen: 5_000 },
    { process: 0x01, terminal: 0x16, deltaYen: -240 },
    { process: 0x46, terminal: 0xc8, deltaYen: -130 },
    { process: 0x02, terminal: 0x08, deltaYen: 1_000 },
  ];
  let balanceYen = 6_200;
  const records: History['records'][number][] = [];
  for (const date of days) {
    for (const act of acts) {
      const isOldest = records.length === days.length * acts.length - 1;
      records.push({ ...act, date, balanceYen, deltaYen: isOldest ? null : act.deltaYen });
      balanceYen -= act.deltaYen;
      if (balanceYen < 0) balanceYen += 8_000;
    }
  }
  return records;
}
