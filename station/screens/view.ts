import type * as z from 'zod/mini';
import type { CampaignToday } from '../../center/contract/index.ts';
import { hasEnded } from '../../points/index.ts';
import type { Intent } from '../contract/intent.ts';
import type { CampaignView, JobState, ReceiptState, ScreenBody } from '../contract/screen.ts';
import type { Job } from '../contract/words.ts';
import type { OpeningHours } from '../opening-hours.ts';
import type { ReceiptDesk } from '../receipts/desk.ts';

/** A screen and what may be touched on it. Null: between two states, where nothing is at rest and nothing is shown. */
export interface View {
  readonly body: ScreenBody;
  readonly accepts: readonly Intent['type'][];
}

/** What the screens tell that is not of the session: the same for every passenger at this moment. */
export interface Surroundings {
  readonly jobs: Readonly<Record<Job, JobState>>;
  readonly receipts: ReceiptState;
  readonly preview: ReceiptDesk['preview'];
  readonly today: CampaignToday | null;
  /** The opening hours, outside of them. */
  readonly closed: OpeningHours | null;
}

export function campaignView(today: CampaignToday): z.infer<typeof CampaignView> {
  const { startsOn, endsOn, previousEndsOn, rename, mobileIcocaFrom, measures } = today;
  return { startsOn, endsOn, previousEndsOn, ended: hasEnded(today), rename, mobileIcocaFrom, measures };
}

/** The intents of a finished job: "a receipt?", yes or no, where one would come out, else the way on. Never both. */
export function receiptIntents(receipts: ReceiptState): Intent['type'][] {
  return receipts === 'ready' || receipts === 'paper-low' ? ['receipt'] : ['continue'];
}
