/**
 * The line (1 = first) on which the field at `path` stands in this JSON text; where the field is missing, the line of the
 * nearest object around it that is there. The text must be JSON.
 */
export function lineOfField(text: string, path: readonly string[]): number {
  return lineAt(text, placeOf(text, path));
}

/**
 * The line on which this text stops being JSON; the last one where its end is missing. `JSON.parse` names the place of some
 * mistakes only, so it is asked which beginnings of the text could still go on.
 */
export function lineOfBrokenJson(text: string): number {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (couldGoOn(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return lineAt(text, Math.min(good, text.trimEnd().length));
}

/** Of a text that is not whole, V8 says so, or names its very end as the place. */
function couldGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const message = String(error);
    const place = /at position (\d+)/.exec(message)?.[1];
    return /Unexpected end|Unterminated/.test(message) || Number(place) === beginning.length;
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

interface Level {
  readonly isObject: boolean;
  key: string;
  index: number;
}

/** Walks the text token by token and remembers where the longest part of the path was met. */
function placeOf(text: string, path: readonly string[]): number {
  const levels: Level[] = [];
  let best = { depth: 0, offset: text.search(/\S/) };
  let expectsKey = false;
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const level = levels.at(-1);
    const [word] = token;
    if (word === '{' || word === '[') levels.push({ isObject: word === '{', key: '', index: 0 });
    else if (word === '}' || word === ']') levels.pop();
    else if (word === ',' && level) level.index += 1;
    else if (expectsKey && level && word.startsWith('"')) {
      level.key = JSON.parse(word) as string;
      const here = levels.map(({ isObject, key, index }) => (isObject ? key : String(index)));
      const fits = here.length <= path.length && here.every((part, depth) => part === path[depth]);
      if (fits && here.length > best.depth) best = { depth: here.length, offset: token.index };
    }
    expectsKey = (word === '{' || word === ',') && (levels.at(-1)?.isObject ?? false);
  }
  return best.offset;
}
