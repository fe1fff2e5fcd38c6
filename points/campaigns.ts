/** The campaign files that ship, checked once when they are first needed. */
import type { Campaign } from './campaign-file.ts';
import mynapointFile from './campaigns/mynapoint.json' with { type: 'json' };
import { loadCampaign } from './load.ts';

function shipped(file: string, json: unknown): Campaign {
  const loaded = loadCampaign(json);
  // A file of this repository that contradicts itself is a mistake of ours, found by its test before it ships.
  if (!loaded.ok) throw new Error(`points/campaigns/${file}: ${loaded.error.join('; ')}`);
  return loaded.value;
}

export const mynapoint: Campaign = shipped('mynapoint.json', mynapointFile);
