import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { CardSpec, simulatedCardFrom } from '../hardware/card/simulator/spec.ts';
import type { FieldCard } from '../hardware/reader/field.ts';
import { fail, ok, type Result } from '../hardware/result.ts';
import { lineOfField } from '../station/json-place.ts';

/** The card that `npm run rig -- reader` lays without being told which. */
export const plainIcoca: CardSpec = { kind: 'icoca', cardNumber: 'JW000000000001200', balanceYen: 1200 };

/** Makes the card that a file describes (hardware/card/simulator/spec.ts). The error is one line: file, line, field. */
export function cardFromFile(file: string): Result<FieldCard, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return fail(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return cardFromText(file, text);
}

/** The same for a text that was read already; `file` only names it. */
export function cardFromText(file: string, text: string): Result<FieldCard, string> {
  const spec = specFromText(file, text);
  return spec.ok ? ok(simulatedCardFrom(spec.value)) : spec;
}

/** What the card is made from, checked. */
export function specFromText(file: string, text: string): Result<CardSpec, string> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    // The message quotes the text around the place, line breaks and all.
    return fail(`${file}: not JSON: ${String(error).replaceAll(/\s+/g, ' ')}`);
  }
  const parsed = CardSpec.safeParse(raw);
  if (parsed.success) return ok(parsed.data);
  const { path, message } = deepest(parsed.error.issues);
  return fail(`${file}: line ${lineOfField(text, path)}: ${path.join('.') || 'the whole card'}: ${message}`);
}

interface Problem {
  readonly path: string[];
  readonly message: string;
}

/** A record may be written in two ways; what is wrong with it is said by the way that came furthest. */
export function deepest(issues: readonly z.core.$ZodIssue[]): Problem {
  const problems = issues.map((issue) => {
    const path = issue.path.map(String);
    const branches = issue.code === 'invalid_union' ? issue.errors.filter((branch) => branch.length > 0) : [];
    if (branches.length === 0) return { path, message: issue.message };
    const inner = branches.map(deepest).reduce((best, next) => (next.path.length > best.path.length ? next : best));
    return { path: [...path, ...inner.path], message: inner.message };
  });
  return problems.reduce((best, next) => (next.path.length > best.path.length ? next : best));
}
