/** The machine's ten-key: a USB keypad that the page sees as a keyboard. */
export const KEYS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'] as const;
export type Key = (typeof KEYS)[number];

const isKey = (sign: string): sign is Key => (KEYS as readonly string[]).includes(sign);

/**
 * The key of the pad that a keyboard event stands for; null: none of ours. A keypad without `#` has Enter in its place
 * (that of the pad, not the one that presses a focused button), and `.` for `*` where it has no star.
 */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey'>): Key | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  if (event.code === 'NumpadEnter') return '#';
  if (event.code === 'NumpadDecimal') return '*';
  // Without NumLock a numeric key sends an arrow: the digit is in its place all the same.
  const numpad = /^Numpad(\d)$/.exec(event.code)?.[1];
  const sign = numpad ?? event.key.normalize('NFKC');
  return isKey(sign) ? sign : null;
}
