import type { SnapshotFrom } from 'xstate';
import type { Account, CampaignToday } from '../../center/contract/index.ts';
import type { HistoryRecord } from '../../hardware/card/port.ts';
import { stationsOf } from '../../hardware/card/stations.ts';
import { unreachable } from '../../hardware/result.ts';
import { type RegistrationDecision, registrationFor } from '../../points/index.ts';
import type { ScreenBody } from '../contract/screen.ts';
import type { inquiryMachine } from '../machine/inquiry.ts';
import { type CardReading, tailOf } from '../machine/read-card.ts';
import { afterChargeView, identifyView, printingView, toldView } from './shared.ts';
import { campaignView, type Surroundings, type View } from './view.ts';

type Inquiry = SnapshotFrom<ReturnType<typeof inquiryMachine>>;
type InquiryBody = Extract<ScreenBody, { id: 'inquiry' }>;

export function inquiryView(snapshot: Inquiry | undefined, surroundings: Surroundings): View | null {
  if (!snapshot) return null;
  const { context, children } = snapshot;
  if (snapshot.matches('identifying')) return identifyView(children.identify?.getSnapshot());
  if (snapshot.matches('told')) return toldView(children.told?.getSnapshot(), 'inquiry');
  if (snapshot.matches('printing')) return printingView(children.printing?.getSnapshot(), surroundings);
  if (snapshot.matches('unresolved')) return afterChargeView(children.afterCharge?.getSnapshot(), surroundings);
  if (!snapshot.matches('shown') || !context.reading) return null;
  const { receipts, jobs } = surroundings;
  const canPrint = context.today !== null && (receipts === 'ready' || receipts === 'paper-low');
  const body = inquiryBody(context.reading, context, { receipts, jobs });
  return {
    body,
    accepts: [
      ...(body.goesOnWith === null ? [] : (['choose-job'] as const)),
      ...(canPrint ? (['print-history'] as const) : []),
      'continue',
      'cancel',
      'call-staff',
    ],
  };
}

function inquiryBody(
  { open, issue, account }: CardReading,
  { today, chargeable }: Pick<Inquiry['context'], 'today' | 'chargeable'>,
  { receipts, jobs }: Pick<Surroundings, 'receipts' | 'jobs'>,
): InquiryBody {
  const known = account?.kind === 'account' ? account.account : null;
  const state = accountState(account, registrationOf(issue, today));
  const registration = state === 'unregistered' ? jobs.registration : null;
  return {
    id: 'inquiry',
    cardTail: issue && tailOf(issue.cardNumber),
    cardKind: issue?.cardKind ?? null,
    balanceYen: open.balanceYen,
    history: open.history.map(historyLine),
    account: known && state === 'shown' ? accountView(known, today) : null,
    accountState: state,
    registration,
    goesOnWith: onwards(registration, chargeable && jobs['point-charge'] === 'available'),
    campaign: today && campaignView(today),
    receipts,
  };
}

function onwards(registration: InquiryBody['registration'], chargeable: boolean): InquiryBody['goesOnWith'] {
  if (chargeable) return 'point-charge';
  return registration === 'available' ? 'registration' : null;
}

/** A card that was never registered and never had points has nothing to show but that. */
function isOpened({ registration, points, heldPoints, postings, plannedGrants }: Account): boolean {
  return registration !== null || points + heldPoints + postings.length + plannedGrants.length > 0;
}

/** A card that cannot be known for another, or on a day that is not known, is one that registers like most do. */
function registrationOf(issue: CardReading['issue'], today: CampaignToday | null): RegistrationDecision {
  return issue && today ? registrationFor(issue.cardKind, today.businessDate) : 'needed';
}

/** Of a card without an account it is told what keeps it from one: not every kind can, or must, register (R20–R23, A41). */
function withoutAccount(decision: RegistrationDecision): InquiryBody['accountState'] {
  switch (decision) {
    case 'needed':
      return 'unregistered';
    case 'not-needed':
      return 'shown';
    case 'not-started':
      return 'mobile-not-started';
    case 'impossible':
      return 'no-stored-fare';
    default:
      return unreachable(decision);
  }
}

function accountState(account: CardReading['account'], decision: RegistrationDecision): InquiryBody['accountState'] {
  if (!account) return 'no-sam';
  switch (account.kind) {
    case 'account':
      return isOpened(account.account) ? 'shown' : withoutAccount(decision);
    // A center that refuses tells the passenger as little as one that cannot be reached.
    case 'center-refused':
    case 'center-unreachable':
      return 'center-unreachable';
    default:
      return unreachable(account);
  }
}

function historyLine(record: HistoryRecord): InquiryBody['history'][number] {
  const { date, time, process, terminal, deltaYen, balanceYen } = record;
  return { on: date, time, process, terminal, ...stationsOf(record), deltaYen, balanceYen };
}

export function accountView(account: Account, today: CampaignToday | null): NonNullable<InquiryBody['account']> {
  const { registration, points, heldPoints, postings, plannedGrants, progress } = account;
  return {
    registeredOn: registration?.registeredOn ?? null,
    points,
    heldPoints,
    postings: postings.map((posting) => ({
      ...posting,
      // The name of its day, and the one in force now where it differs (A20).
      nameNow: today && today.pointName.name !== posting.pointName.name ? today.pointName : null,
    })),
    grantsToCome: plannedGrants.map(({ measure, points, plannedOn, pointName }) => ({
      measure,
      points,
      on: plannedOn,
      pointName,
    })),
    progress,
  };
}
