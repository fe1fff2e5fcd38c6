import { type CampaignToday, campaignOn } from '../points/index.ts';
import { canonical } from './canonical.ts';
import type { CallAnswer, CallRequest } from './contract/index.ts';
import { answer, type Outcome, refuse } from './refusal.ts';
import { lockStation, one, run, type Sql } from './sql.ts';

type Heartbeat = CallRequest<'heartbeat'>;

/**
 * Notes that a station is there and says what day it is. A station whose journal is older than one seen before runs on
 * a restored copy: it is refused (`journal-outdated`) and nothing of it is noted, so that the newer head stays known.
 * A copy that has grown longer than that is not told by its length. So a newer head is noted only from a station that has
 * found the last one in its journal (`follows`); the others hear which one they have to contain.
 */
export function* heartbeat(request: Heartbeat, today: string): Sql<Outcome<CallAnswer<'heartbeat'>>> {
  const { stationId, journalHead, follows } = request;
  yield* lockStation(stationId);
  const seen = yield* one<{ journal_entry: number; journal_hash: string }>(
    'SELECT journal_entry, journal_hash FROM stations WHERE station_id = ?',
    stationId,
  );
  if (seen && journalHead.entry < seen.journal_entry) {
    return refuse('journal-outdated', `entry ${seen.journal_entry} was seen, the journal ends at ${journalHead.entry}`);
  }
  if (seen && journalHead.entry === seen.journal_entry && journalHead.hash !== seen.journal_hash) {
    return refuse('journal-outdated', `entry ${journalHead.entry} was seen with another hash`);
  }
  if (seen && journalHead.entry > seen.journal_entry && follows?.hash !== seen.journal_hash) {
    return answer({ ...campaignOf(today), seenHead: { entry: seen.journal_entry, hash: seen.journal_hash } });
  }
  yield* run(
    `INSERT INTO stations (station_id, journal_entry, journal_hash, software_version, devices, heard_on)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (station_id) DO UPDATE SET journal_entry = excluded.journal_entry, journal_hash = excluded.journal_hash,
       software_version = excluded.software_version, devices = excluded.devices, heard_on = excluded.heard_on`,
    stationId,
    journalHead.entry,
    journalHead.hash,
    request.softwareVersion,
    canonical(request.devices),
    today,
  );
  return answer({ ...campaignOf(today), seenHead: journalHead });
}

/** Every station asks every few seconds, and it changes at midnight. */
let told: CampaignToday | null = null;

function campaignOf(today: string): CampaignToday {
  if (told?.businessDate !== today) told = campaignOn(today);
  return told;
}
