/** How the page's buttons are called, for tests that touch them in any language. */
import { piecesOf, plain } from '../../renderer/messages/reading.ts';

/** The accessible name of a button with this message and nothing else. */
export function named(message: string): RegExp {
  return new RegExp(`^${escaped(message)}$`);
}

/** The accessible name of a button that begins with this message: a tile goes on to explain itself. */
export function namedFrom(message: string): RegExp {
  return new RegExp(`^${escaped(message)}`);
}

/** Readings are no part of a name; before and behind a character that has one there may be a space. */
function escaped(message: string): string {
  return piecesOf(message)
    .map(({ text }) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s*');
}

/** Text or HTML of the page, or a message, down to the characters a passenger compares: no readings, no tags, no space. */
export function withoutReadings(text: string): string {
  return plain(text)
    .replace(/<rt[^>]*>[^<]*<\/rt>|<[^>]*>/g, '')
    .replace(/\s/g, '');
}
