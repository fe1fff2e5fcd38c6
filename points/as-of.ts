/** A campaign as it was known on a day: the file with every amendment announced by then. */
import type { IsoDate } from './calendar.ts';
import type { Campaign, Measure, Name } from './campaign-file.ts';

export interface CampaignAsOf {
  readonly campaign: Campaign;
  /** Null: no end is known. */
  readonly endsOn: IsoDate | null;
  /** The end before the last change of it that was announced by then; null where there was none. */
  readonly previousEndsOn: IsoDate | null;
  readonly myNumberCardAppliedBy: IsoDate | null;
  /** Sorted by the day they come into force; the first one also serves every day before. */
  readonly names: readonly Name[];
  readonly measures: readonly Measure[];
}

/** O(amendments). Amendments stand in the file in order of announcement (load.ts refuses another order). */
export function campaignAsOf(campaign: Campaign, knownOn: IsoDate): CampaignAsOf {
  let endsOn = campaign.rounds.at(-1)?.endsOn ?? null;
  let previousEndsOn: IsoDate | null = null;
  let myNumberCardAppliedBy = campaign.myNumberCardAppliedBy;
  const names = [...campaign.names];
  for (const { announced, changes } of campaign.amendments) {
    if (announced.on > knownOn) continue;
    if (changes.endsOn !== undefined) {
      previousEndsOn = endsOn;
      endsOn = changes.endsOn;
    }
    myNumberCardAppliedBy = changes.myNumberCardAppliedBy ?? myNumberCardAppliedBy;
    names.push(...(changes.names ?? []));
  }
  return { campaign, endsOn, previousEndsOn, myNumberCardAppliedBy, names, measures: campaign.measures };
}

/** The name in force on a day, as far as it is known (R14, A21: from midnight). */
export function nameInForce(names: readonly Name[], on: IsoDate): Name {
  const name = names.findLast((candidate) => candidate.from <= on) ?? names[0];
  if (name === undefined) throw new Error('this campaign has no names of points');
  return name;
}
