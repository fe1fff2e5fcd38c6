/** How the page's buttons are called, for tests that touch them in any language. */
import { plain } from '../../renderer/messages/reading.ts';

/** The accessible name of a button with this message and nothing else. */
export function named(message: string): RegExp {
  return new RegExp(`^${escaped(message)}$`);
}

/** The accessible name of a button that begins with this message: a tile goes on to explain itself. */
export function namedFrom(message: string): RegExp {
  return new RegExp(`^${escaped(message)}`);
}

function escaped(message: string): string {
  return plain(message).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
