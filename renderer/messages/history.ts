/** The codes of a card's history that the public sources name (docs/facts/felica.md §4.3). */
export type ProcessCode =
  | 0x01
  | 0x02
  | 0x03
  | 0x04
  | 0x05
  | 0x06
  | 0x07
  | 0x08
  | 0x0c
  | 0x0d
  | 0x0f
  | 0x10
  | 0x11
  | 0x13
  | 0x14
  | 0x15
  | 0x17
  | 0x19
  | 0x1a
  | 0x1b
  | 0x1d
  | 0x1f
  | 0x23
  | 0x33
  | 0x46
  | 0x48
  | 0x49
  | 0x4a
  | 0x4b
  | 0x84
  | 0x85
  | 0xc6
  | 0xcb;
export type TerminalCode =
  | 0x03
  | 0x04
  | 0x05
  | 0x07
  | 0x08
  | 0x09
  | 0x12
  | 0x13
  | 0x14
  | 0x15
  | 0x16
  | 0x17
  | 0x18
  | 0x19
  | 0x1a
  | 0x1b
  | 0x1c
  | 0x1d
  | 0x1f
  | 0x20
  | 0x21
  | 0x22
  | 0x23
  | 0x24
  | 0x34
  | 0x35
  | 0x36
  | 0x46
  | 0x48
  | 0xc7
  | 0xc8;

export interface HistoryMessages {
  readonly day: string;
  readonly process: string;
  readonly place: string;
  readonly change: string;
  readonly balance: string;
  /** The card's bytes are no possible date. */
  readonly noDay: string;
  readonly other: string;
  readonly withCash: (name: string) => string;
  readonly processes: Readonly<Record<ProcessCode, string>>;
  readonly terminals: Readonly<Record<TerminalCode, string>>;
}

/** Bit 7 of the process code: a part was paid in cash. */
const WITH_CASH = 0x80;

export function processName(words: HistoryMessages, code: number): string {
  const names: Readonly<Record<number, string>> = words.processes;
  const exact = names[code];
  if (exact !== undefined) return exact;
  const base = names[code & ~WITH_CASH];
  return (code & WITH_CASH) !== 0 && base !== undefined ? words.withCash(base) : words.other;
}

export function terminalName(words: HistoryMessages, code: number): string {
  const names: Readonly<Record<number, string>> = words.terminals;
  return names[code] ?? words.other;
}
