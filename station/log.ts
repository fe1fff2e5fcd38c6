/**
 * What the rooms of the station write to the log. Never a card number or an IDm: where a card has to be told apart,
 * the caller gives a keyed hash (design §5). Fields are plain values, so that a log can be read by a program.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
