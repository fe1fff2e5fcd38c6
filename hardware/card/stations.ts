import type { Hex } from '../bytes.ts';

/** A station's name in the two languages of the machine. */
export interface StationName {
  readonly ja: string;
  readonly en: string;
}

/**
 * JR-West's part of line 01 (Tōkaidō main line, region 0): Biwako, Kyoto and Kobe line from Maibara to Kobe. The codes
 * are those of the public `StationCode.csv` that docs/facts/felica.md §4.3 names; English names as on the platforms.
 * A station that is not here is shown by its code.
 */
const LINE_01: Readonly<Record<Hex, readonly [ja: string, en: string]>> = {
  af: ['米原', 'Maibara'],
  b1: ['彦根', 'Hikone'],
  b2: ['南彦根', 'Minami-Hikone'],
  b3: ['河瀬', 'Kawase'],
  b5: ['稲枝', 'Inae'],
  b6: ['能登川', 'Notogawa'],
  b8: ['安土', 'Azuchi'],
  ba: ['近江八幡', 'Omi-Hachiman'],
  bc: ['篠原', 'Shinohara'],
  be: ['野洲', 'Yasu'],
  c0: ['守山', 'Moriyama'],
  c1: ['栗東', 'Ritto'],
  c2: ['草津', 'Kusatsu'],
  c3: ['南草津', 'Minami-Kusatsu'],
  c5: ['瀬田', 'Seta'],
  c6: ['石山', 'Ishiyama'],
  c7: ['膳所', 'Zeze'],
  c8: ['大津', 'Otsu'],
  ca: ['山科', 'Yamashina'],
  cc: ['京都', 'Kyoto'],
  cd: ['西大路', 'Nishioji'],
  cf: ['桂川', 'Katsuragawa'],
  d0: ['向日町', 'Mukomachi'],
  d2: ['長岡京', 'Nagaokakyo'],
  d5: ['山崎', 'Yamazaki'],
  d6: ['島本', 'Shimamoto'],
  d8: ['高槻', 'Takatsuki'],
  db: ['摂津富田', 'Settsu-Tonda'],
  dd: ['茨木', 'Ibaraki'],
  e0: ['千里丘', 'Senrioka'],
  e1: ['岸辺', 'Kishibe'],
  e2: ['吹田', 'Suita'],
  e5: ['東淀川', 'Higashi-Yodogawa'],
  e6: ['新大阪', 'Shin-Osaka'],
  e8: ['大阪', 'Osaka'],
  ea: ['塚本', 'Tsukamoto'],
  ec: ['尼崎', 'Amagasaki'],
  ee: ['立花', 'Tachibana'],
  ef: ['甲子園口', 'Koshienguchi'],
  f1: ['西宮', 'Nishinomiya'],
  f2: ['さくら夙川', 'Sakura-Shukugawa'],
  f3: ['芦屋', 'Ashiya'],
  f4: ['甲南山手', 'Konan-Yamate'],
  f6: ['摂津本山', 'Settsu-Motoyama'],
  f7: ['住吉', 'Sumiyoshi'],
  f8: ['六甲道', 'Rokkomichi'],
  fa: ['灘', 'Nada'],
  fb: ['三ノ宮', 'Sannomiya'],
  fc: ['元町', 'Motomachi'],
  fd: ['神戸', 'Kobe'],
};

/**
 * The station of these line and station bytes (`01e8`), or null where it is not in the table. `region`: the two bits of
 * byte 15 of a record that belong to it, 7–6 for the entry and 5–4 for the exit (docs/facts/felica.md §4.3).
 */
export function stationName(region: number, code: Hex): StationName | null {
  if (region !== 0 || !code.startsWith('01')) return null;
  const station = code.slice(2);
  const name = Object.hasOwn(LINE_01, station) ? LINE_01[station] : undefined;
  return name ? { ja: name[0], en: name[1] } : null;
}

/** Every station that can be named, in Japanese, in the order of the line. */
export function stationNames(): readonly string[] {
  return Object.values(LINE_01).map(([ja]) => ja);
}

/** Names of the stations of one history record. */
export function stationsOf(record: { region: number; entry: Hex | null; exit: Hex | null }): {
  entry: StationName | null;
  exit: StationName | null;
} {
  return {
    entry: record.entry === null ? null : stationName(record.region >> 6, record.entry),
    exit: record.exit === null ? null : stationName((record.region >> 4) & 3, record.exit),
  };
}
