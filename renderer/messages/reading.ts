/**
 * The mark-up of やさしい日本語: `{駅|えき}` is 駅 with its reading above it. Nothing else in a message has a meaning, and a
 * message without readings is its own text.
 */
const MARKED = /\{([^{|}]+)\|([^{|}]+)\}/g;

/** A piece of a message; `reading` is null where nothing stands above it. */
export interface Piece {
  readonly text: string;
  readonly reading: string | null;
}

export function piecesOf(message: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: all, 1: text = '', 2: reading = '', index } of message.matchAll(MARKED)) {
    if (index > from) pieces.push({ text: message.slice(from, index), reading: null });
    pieces.push({ text, reading });
    from = index + all.length;
  }
  if (from < message.length) pieces.push({ text: message.slice(from), reading: null });
  return pieces;
}

/** Without readings: what is spoken, or stands where nothing can stand above it. */
export function plain(message: string): string {
  return message.replace(MARKED, '$1');
}
