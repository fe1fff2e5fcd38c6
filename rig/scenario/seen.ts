/** Does the machine show what a scenario waits for, and if not, what does it show? */
import type { Screen } from '../../station/contract/index.ts';
import type { Seen } from './schema.ts';

export function asSeen(see: string | Seen): Seen {
  return typeof see === 'string' ? ({ screen: see } as Seen) : see;
}

/** What differs, in words; null where all that is named is so. */
export function difference(screen: Screen, seen: Seen): string | null {
  const { body, accepts } = screen;
  const trouble = body.id === 'trouble' ? body.trouble.kind : null;
  const warning = screen.timeLimit?.warning ?? false;
  if (seen.screen !== undefined && seen.screen !== body.id) return `the screen is ${nameOf(screen)}`;
  if (seen.trouble !== undefined && seen.trouble !== trouble) return `the screen is ${nameOf(screen)}`;
  if (seen.language !== undefined && seen.language !== screen.language) return `the language is ${screen.language}`;
  if (seen.businessDate !== undefined && seen.businessDate !== screen.businessDate) {
    return `the business date is ${screen.businessDate}`;
  }
  if (seen.warning !== undefined && seen.warning !== warning) {
    return warning ? 'it asks for more time' : 'it does not ask for more time';
  }
  const missing = seen.accepts?.find((id) => !accepts.includes(id));
  if (missing) return `it does not take ${missing}, only ${accepts.join(', ')}`;
  const offered = seen.refuses?.find((id) => accepts.includes(id));
  if (offered) return `it takes ${offered}`;
  return fieldDifference(body, seen.body) ?? fieldDifference(screen.modes, seen.modes);
}

export function nameOf({ body }: Screen): string {
  return body.id === 'trouble' ? `trouble (${body.trouble.kind})` : body.id;
}

/** The first field that is named and differs, as `path is this, not that`. Arrays have to be whole. */
export function fieldDifference(is: unknown, wanted: unknown, path = ''): string | null {
  if (wanted === undefined) return null;
  if (isRecord(wanted) && isRecord(is)) {
    for (const [key, value] of Object.entries(wanted)) {
      const found = fieldDifference(is[key], value, path === '' ? key : `${path}.${key}`);
      if (found) return found;
    }
    return null;
  }
  const same = JSON.stringify(is) === JSON.stringify(wanted);
  return same ? null : `${path || 'it'} is ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
