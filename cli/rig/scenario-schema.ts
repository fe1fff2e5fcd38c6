import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../../hardware/result.ts';
import { scenarioJsonSchema } from '../../rig/scenario/schema.ts';
import { type Outcome, WrongUsage } from './session.ts';

export const SCHEMA_FILE = join(import.meta.dirname, '..', '..', 'rig', 'scenarios', 'scenario.schema.json');

export function schemaText(): string {
  return `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
}

/** `npm run rig -- scenario-schema`. */
export async function runScenarioSchema(args: readonly string[]): Promise<Outcome> {
  if (args.length > 0) throw new WrongUsage();
  writeFileSync(SCHEMA_FILE, schemaText());
  return ok(undefined);
}
