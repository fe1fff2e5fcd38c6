/** The campaign files that ship, checked once when they are first needed. */
import type { Campaign } from './campaign-file.ts';
import mynapointFile from './campaigns/mynapoint.json' with { type: 'json' };
import rideCountFile from './campaigns/ride-count-points.json' with { type: 'json' };
import timeBandFile from './campaigns/time-band-points.json' with { type: 'json' };
import { loadCampaign } from './load.ts';

function shipped(file: string, json: unknown): Campaign {
  const loaded = loadCampaign(json);
  // A file of this repository that contradicts itself is a mistake of ours, found by its test before it ships.
  if (!loaded.ok) throw new Error(`points/campaigns/${file}: ${loaded.error.join('; ')}`);
  return loaded.value;
}

export const mynapoint: Campaign = shipped('mynapoint.json', mynapointFile);
/** 利用回数ポイント. */
export const rideCountPoints: Campaign = shipped('ride-count-points.json', rideCountFile);
/** 時間帯指定ポイント. */
export const timeBandPoints: Campaign = shipped('time-band-points.json', timeBandFile);
