/** Amounts, days and card numbers as paper has them. No calculation, no time zone. */

export function masked(tail: string): string {
  return `****${tail}`;
}

export function yen(amount: number): string {
  return `${grouped(amount)}円`;
}

export function signedYen(amount: number): string {
  return `${amount > 0 ? '+' : ''}${yen(amount)}`;
}

export function points(amount: number): string {
  return `${grouped(amount)}ポイント`;
}

export function count(number: number): string {
  return `${grouped(number)}件`;
}

export function grouped(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `2023-04-10` → `2023年4月10日`; no calculation. */
export function japaneseDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}年${Number(month)}月${Number(day)}日`;
}
