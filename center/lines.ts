import { createReadStream } from 'node:fs';

/**
 * The lines of a UTF-8 file, each with the `\n` at its end; the last one has none where the file was cut off. Of a line
 * longer than `limit` only its first characters come, without an end: memory does not grow with a file that is one line.
 */
export function linesOf(file: string, limit: number): AsyncIterable<string> {
  return linesIn(createReadStream(file, { encoding: 'utf8' }), limit);
}

/** The same of text that comes in pieces, wherever they are cut. */
export async function* linesIn(pieces: AsyncIterable<string>, limit: number): AsyncIterable<string> {
  let begun = '';
  for await (const chunk of pieces) {
    let rest = chunk;
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      yield begun.length > limit ? begun : begun + rest.slice(0, end + 1);
      begun = '';
      rest = rest.slice(end + 1);
    }
    begun = (begun + rest).slice(0, limit + 1);
  }
  if (begun !== '') yield begun;
}
