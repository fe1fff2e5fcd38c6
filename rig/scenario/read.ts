/** From a YAML file to a checked scenario. What is wrong is one line that names the file and the line in it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { CardSpec } from '../../hardware/card/simulator/spec.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { deepest, specFromText } from '../card-file.ts';
import { Scenario, type ScenarioCard } from './schema.ts';

/** Checked, its card files read, and where each of its steps stands. */
export interface ReadScenario {
  readonly file: string;
  readonly scenario: Scenario;
  readonly cards: Readonly<Record<string, ReadCard>>;
  /** Line of each step, from 1. */
  readonly lines: readonly number[];
}

export type ReadCard = Omit<ScenarioCard, 'spec' | 'file'> & { readonly spec: CardSpec };

/** The scenarios that these files and folders hold, by name in each folder. The error is one line. */
export function scenarioFiles(paths: readonly string[]): Result<string[], string> {
  const files: string[] = [];
  for (const path of paths) {
    try {
      if (statSync(path).isDirectory()) {
        const inside = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
        if (inside.length === 0) return fail(`${path}: no scenario (*.yaml) in this folder`);
        files.push(...inside.sort().map((name) => join(path, name)));
      } else files.push(path);
    } catch (error) {
      return fail(`${path}: cannot be read: ${oneLine(error)}`);
    }
  }
  return ok(files);
}

export function readScenario(file: string): Result<ReadScenario, string> {
  try {
    return scenarioFrom(file, readFileSync(file, 'utf8'));
  } catch (error) {
    return fail(`${file}: cannot be read: ${oneLine(error)}`);
  }
}

/** The same for a text that was read already. */
export function scenarioFrom(file: string, text: string): Result<ReadScenario, string> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineAt = (offset: number): number => counter.linePos(offset).line;
  const [broken] = document.errors;
  if (broken) return fail(`${file}: line ${lineAt(broken.pos[0])}: not YAML: ${oneLine(broken.message)}`);
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return 1;
  };
  const wrong = (path: readonly PropertyKey[], message: string) =>
    fail(`${file}: line ${lineOf(path)}: ${path.map(String).join('.') || 'the scenario'}: ${message}`);

  let raw: unknown;
  try {
    raw = document.toJS();
  } catch (error) {
    // An alias of nothing, or of too much.
    return fail(`${file}: line 1: not YAML: ${oneLine(error)}`);
  }
  const parsed = Scenario.safeParse(raw);
  if (!parsed.success) {
    const unknown = parsed.error.issues.find(({ code }) => code === 'unrecognized_keys');
    if (unknown?.code === 'unrecognized_keys') return wrong(unknown.path, unknownWords(unknown.path, unknown.keys));
    const { path, message } = deepest(parsed.error.issues);
    return wrong(
      path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
      oneLine(message),
    );
  }
  const scenario = parsed.data;
  const cards: Record<string, ReadCard> = {};
  for (const [name, { spec, file: cardFile, ...account }] of Object.entries(scenario.cards)) {
    const read = spec ? ok(spec) : specOf(join(dirname(file), cardFile ?? ''));
    if (!read.ok) return fail(`${read.error} (${file}: line ${lineOf(['cards', name, 'file'])})`);
    cards[name] = { ...account, spec: read.value };
  }
  for (const [index, step] of scenario.steps.entries()) {
    for (const name of namesIn(step)) {
      if (!cards[name]) return wrong(['steps', index], `there is no card "${name}"`);
    }
    if (step.on && !scenario.second) return wrong(['steps', index], 'there is no second machine');
    if (step.station === 'page-reload' && !scenario.page) return wrong(['steps', index], 'only a page can be reloaded');
    if (scenario.page && typeof step.touch === 'object' && step.touch.id === 'set-modes') {
      return wrong(['steps', index], 'on a page modes are touched by name');
    }
  }
  return ok({ file, scenario, cards, lines: scenario.steps.map((_, index) => lineOf(['steps', index])) });
}

function unknownWords(path: readonly PropertyKey[], keys: readonly string[]): string {
  const what = path.length === 2 && path[0] === 'steps' ? 'unknown step' : 'unknown field';
  return `${what} ${keys.map((key) => `"${key}"`).join(', ')}`;
}

/** The cards that a step speaks of. */
function namesIn({ lay, lift, fault, use, expect }: Scenario['steps'][number]): string[] {
  const named = [
    lay,
    lift === 'every-card' ? undefined : lift,
    use?.card,
    fault && 'card' in fault ? fault.card : undefined,
  ];
  const expected = [...Object.keys(expect?.card ?? {}), ...Object.keys(expect?.ledger ?? {})];
  return [...named.filter((name) => name !== undefined), ...expected];
}

function specOf(file: string): Result<CardSpec, string> {
  try {
    return specFromText(file, readFileSync(file, 'utf8'));
  } catch (error) {
    return fail(`${file}: cannot be read: ${oneLine(error)}`);
  }
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
}
