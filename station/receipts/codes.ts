/** Names of history process codes, Japanese and English. Source: docs/facts/felica.md §4.3. */
const processes: Readonly<Record<number, readonly [string, string]>> = {
  1: ['運賃支払', 'Fare'],
  2: ['チャージ', 'Charge'],
  3: ['きっぷ購入', 'Ticket'],
  4: ['精算', 'Fare adjustment'],
  5: ['精算', 'Fare adjustment'],
  6: ['窓口出場', 'Exit, counter'],
  7: ['新規発行', 'New issue'],
  8: ['控除', 'Deduction'],
  12: ['バス等', 'Bus'],
  13: ['バス等', 'Bus'],
  15: ['バス等', 'Bus'],
  16: ['再発行処理', 'Reissue'],
  17: ['再発行処理', 'Reissue'],
  19: ['新幹線', 'Shinkansen'],
  20: ['オートチャージ', 'Auto-charge'],
  21: ['オートチャージ', 'Auto-charge'],
  23: ['オートチャージ', 'Auto-charge'],
  25: ['バス精算', 'Bus adjustment'],
  26: ['バス精算', 'Bus adjustment'],
  27: ['バス精算', 'Bus adjustment'],
  29: ['リムジンバス', 'Airport bus'],
  31: ['バスチャージ', 'Charge on bus'],
  35: ['企画券購入', 'Special ticket'],
  51: ['取消払戻', 'Refund'],
  70: ['物販', 'Shopping'],
  72: ['ポイントチャージ', 'Point charge'],
  73: ['チャージ（店舗）', 'Charge, shop'],
  74: ['物販取消', 'Shopping cancelled'],
  75: ['入場物販', 'Shopping'],
  132: ['他社精算', 'Other company'],
  133: ['他社精算', 'Other company'],
};

/** Bit 7 of goods processes: paid in part with cash. */
const WITH_CASH = 0x80;

/** What a history record was, by its process code; an unknown code shows itself in hexadecimal. */
export function processName(code: number): { readonly ja: string; readonly en: string } {
  const known = processes[code] ?? (code >= 0xc0 ? processes[code & ~WITH_CASH] : undefined);
  const hexadecimal = code.toString(16).toUpperCase().padStart(2, '0');
  const [ja, en] = known ?? [`その他（${hexadecimal}）`, `Other (${hexadecimal})`];
  return { ja, en };
}
