/** The notice as rules. Pure: no clock, no files, nothing of the other rooms. */
export { addDays, addMonths, compareDates, dayOfLaterMonth, type IsoDate, isIsoDate } from './calendar.ts';
export type { CardKind, ChargeSource, MeasureId } from './campaign-file.ts';
export { chargeablePoints, type KeptBecause, POINT_CHARGE_UNIT, STORED_FARE_CEILING_YEN } from './chargeable.ts';
export {
  type CampaignToday,
  campaignOn,
  earliestApplicationOn,
  type PointName,
  pointNameOn,
  type RegistrationDecision,
  registrationFor,
} from './today.ts';
