/** The notice as rules. Pure: no clock, no files, nothing of the other rooms. */

export type { Reason, Refusal } from './applications.ts';
export { campaignAsOf } from './as-of.ts';
export { addDays, addMonths, compareDates, dayOfLaterMonth, type IsoDate, isIsoDate, laterOf } from './calendar.ts';
export { Campaign, type CardKind, type ChargeSource, type MeasureId } from './campaign-file.ts';
export { mynapoint, rideCountPoints, timeBandPoints } from './campaigns.ts';
export { chargeablePoints, type KeptBecause, POINT_CHARGE_UNIT, STORED_FARE_CEILING_YEN } from './chargeable.ts';
export { type Answer, type ApplicationRow, evaluate, type GrantRow, type ProgressRow } from './evaluate.ts';
export { explain } from './explain.ts';
export type { ExplainLanguage } from './explain-words.ts';
export { chargeShare } from './grants.ts';
export {
  type CheckedInput,
  checkInput,
  describeProblem,
  Event,
  type Input,
  type InputCheck,
  type InputProblem,
} from './input.ts';
export { loadCampaign } from './load.ts';
export {
  type CampaignToday,
  campaignOn,
  earliestApplicationOn,
  hasEnded,
  type PointName,
  pointNameOn,
  type RegistrationDecision,
  registrationFor,
} from './today.ts';
export { evaluateUses, type UsageEvent, type UsageInput, type UsageReward, type Use } from './uses.ts';
