import { type Case, DecisionReason, SCREEN_LINES, type StoryStep } from '../../contract/staff-money.ts';
import type { StaffCase } from '../cases.ts';

/** What of a case a screen shows: never more of the card than its last four. */
export function shownCase({ kind, reference, cardTail, points, on }: StaffCase): Case {
  return { kind, reference, cardTail, points, on };
}

/** The newest steps are those that matter. */
export function shownStory(story: readonly StoryStep[]): StoryStep[] {
  return story.slice(-SCREEN_LINES);
}

/** What fits a decision about this case. */
export function reasonsFor({ kind }: StaffCase): DecisionReason[] {
  return DecisionReason.options.filter((reason) => kind === 'contradicted' || reason !== 'card-contradicts-itself');
}
