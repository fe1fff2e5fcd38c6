/** Cards' histories for the samples: one has 20 entries, long names, all kinds of amounts, a date that is none. */
import type { ScreenBody } from '../station/contract/index.ts';

type Inquiry = Extract<ScreenBody, { id: 'inquiry' }>;
type HistoryLine = Inquiry['history'][number];

interface Ride {
  readonly on: string | null;
  readonly process: number;
  readonly terminal: number;
  readonly delta: number;
  readonly from?: HistoryLine['entry'];
  readonly to?: HistoryLine['exit'];
}

const osaka = { ja: '大阪', en: 'Osaka' };
const shinOsaka = { ja: '新大阪', en: 'Shin-Osaka' };
/** The longest names of the table. */
const higashiYodogawa = { ja: '東淀川', en: 'Higashi-Yodogawa' };
const sakuraShukugawa = { ja: 'さくら夙川', en: 'Sakura-Shukugawa' };

const rides: readonly Ride[] = [
  { on: '2023-04-10', process: 0x48, terminal: 0x08, delta: 5_000 },
  { on: '2023-04-09', process: 0x01, terminal: 0x16, delta: -160, from: osaka, to: shinOsaka },
  { on: '2023-04-09', process: 0xc6, terminal: 0xc7, delta: -1_050 },
  { on: '2023-04-08', process: 0x46, terminal: 0xc8, delta: -130 },
  { on: '2023-04-07', process: 0x02, terminal: 0x1f, delta: 1_000 },
  { on: '2023-04-06', process: 0x4b, terminal: 0x24, delta: -420 },
  { on: '2023-04-05', process: 0x13, terminal: 0x23, delta: -2_870, from: shinOsaka, to: osaka },
  { on: '2023-04-04', process: 0x0d, terminal: 0x05, delta: -230 },
  { on: '2023-04-03', process: 0x49, terminal: 0xc7, delta: 2_000 },
  { on: null, process: 0x7e, terminal: 0x7e, delta: 0 },
  ...Array.from({ length: 9 }, (_, index) => ({
    on: `2023-03-${30 - index}`,
    process: 0x01,
    terminal: 0x16,
    delta: -170,
    from: higashiYodogawa,
    to: sakuraShukugawa,
  })),
  { on: '2023-03-01', process: 0x84, terminal: 0x22, delta: 0 },
];

export const sampleHistory: HistoryLine[] = rides.map((ride, index) => ({
  on: ride.on,
  time: null,
  process: ride.process,
  terminal: ride.terminal,
  entry: ride.from ?? null,
  exit: ride.to ?? null,
  deltaYen: index === rides.length - 1 ? null : ride.delta,
  balanceYen: 12_480 - rides.slice(0, index).reduce((sum, newer) => sum + newer.delta, 0),
}));

/** Bought with 1,500 yen on it, which is no charge (A32). */
export const newCardHistory: HistoryLine[] = [
  {
    on: '2023-04-09',
    time: null,
    process: 0x07,
    terminal: 0x07,
    entry: null,
    exit: null,
    deltaYen: null,
    balanceYen: 1_500,
  },
];
