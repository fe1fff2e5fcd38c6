/**
 * What is said, as data: a line is said in one breath and is its own caption. It is made of pieces, so that it can be
 * spoken from recorded clips: a phrase is one clip, a number is the clips of its parts.
 */
import type { Language } from '../../station/contract/index.ts';

export interface Piece {
  /** As it is written in the caption, and as a speech synthesiser gets it. */
  readonly text: string;
  /** What a voice says for it, clip by clip; null: a text from elsewhere (a station's name), of which there is no clip. */
  readonly clips: readonly string[] | null;
}

export interface Line {
  readonly language: Language;
  readonly pieces: readonly Piece[];
}

/** Where a value goes in a message while it is asked for its phrases: no language writes these (private use area). */
const MARK = 0xe000;
const MARKS = /[\uE000-\uE00F]/;
const AROUND = /^[\s、。，．,.?!？！:：;；()（）「」·・…—–→-]+|[\s、。，．,.?!？！:：;；()（）「」·・…—–→-]+$/g;

/** A message without the readings that やさしい日本語 carries above its characters, `{駅|えき}`: a voice knows them. */
function withoutReadings(text: string): string {
  return text.replace(/\{([^{}|]*)\|[^{}]*\}/g, '$1');
}

/** A phrase of the catalogue. Signs around it are for the eye: what is only signs needs no clip. */
export function phrase(text: string): Piece {
  const written = withoutReadings(text);
  const said = written.replace(AROUND, '');
  return { text: written, clips: said === '' ? [] : [said] };
}

/** Only what is heard between two pieces: a pause. */
export const pause = (text: string): Piece => ({ text, clips: [] });

/** A text that comes from the card or the printer: spoken by a synthesiser, or shown only. */
export const foreign = (text: string): Piece => ({ text, clips: null });

/**
 * A message that holds values, as pieces: the phrases between them stay whole, whatever order a language puts them in.
 * `make` is called with a mark for each value.
 */
export function filled(make: (...marks: string[]) => string, ...values: readonly (readonly Piece[])[]): Piece[] {
  const text = make(...values.map((_, index) => String.fromCharCode(MARK + index)));
  const pieces: Piece[] = [];
  let rest = text;
  for (let at = rest.search(MARKS); at >= 0; at = rest.search(MARKS)) {
    if (at > 0) pieces.push(phrase(rest.slice(0, at)));
    pieces.push(...(values[rest.charCodeAt(at) - MARK] ?? []));
    rest = rest.slice(at + 1);
  }
  if (rest !== '') pieces.push(phrase(rest));
  return pieces;
}

export function line(language: Language, ...pieces: readonly (Piece | readonly Piece[] | string)[]): Line {
  return {
    language,
    pieces: pieces.flatMap((piece) => (typeof piece === 'string' ? [phrase(piece)] : piece)),
  };
}

export function captionOf({ pieces }: Line): string {
  return pieces.map(({ text }) => text).join('');
}
