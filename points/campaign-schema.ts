/**
 * Writes campaign.schema.json, which editors use while a campaign file is edited. Run it after a change of
 * campaign-file.ts: `node cli/launcher.mjs run points/campaign-schema.ts`.
 */
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { Campaign } from './campaign-file.ts';

/** JSON Schema (draft 2020-12) of a campaign file. */
export function campaignSchema(): unknown {
  return z.toJSONSchema(Campaign);
}

if (import.meta.main)
  writeFileSync(new URL('campaign.schema.json', import.meta.url), `${JSON.stringify(campaignSchema(), null, 2)}\n`);
