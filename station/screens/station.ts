import type { SnapshotFrom } from 'xstate';
import type { Intent } from '../contract/intent.ts';
import type { stationMachine } from '../machine/station.ts';
import type { OpeningHours } from '../opening-hours.ts';
import { inquiryView } from './inquiry.ts';
import { pointChargeView } from './point-charge.ts';
import { registrationView } from './registration.ts';
import { afterChargeView, toldView } from './shared.ts';
import { campaignView, type Surroundings, type View } from './view.ts';

export type StationSnapshot = SnapshotFrom<ReturnType<typeof stationMachine>>;

/** The one screen of the whole machine, from its state and from nothing else but the surroundings. */
export function stationView(snapshot: StationSnapshot, surroundings: Surroundings): View | null {
  const { context, children } = snapshot;
  if (snapshot.matches('starting') || snapshot.matches('recovering')) {
    return { body: { id: 'starting' }, accepts: [] };
  }
  if (snapshot.matches('maintenance')) return { body: { id: 'maintenance' }, accepts: [] };
  if (snapshot.matches('outOfService') || (snapshot.matches('staffCard') && context.reason)) {
    const { closed } = surroundings;
    if (context.reason === 'closed') return closed && closedView(closed);
    return { body: { id: 'out-of-service', reason: context.reason ?? 'storage' }, accepts: [] };
  }
  if (snapshot.matches({ inService: 'registration' })) {
    return registrationView(children.registration?.getSnapshot(), surroundings);
  }
  if (snapshot.matches({ inService: 'pointCharge' })) {
    return pointChargeView(children.pointCharge?.getSnapshot(), surroundings);
  }
  if (snapshot.matches({ inService: 'inquiry' })) return inquiryView(children.inquiry?.getSnapshot(), surroundings);
  if (snapshot.matches({ inService: 'interrupted' })) {
    return afterChargeView(children.interrupted?.getSnapshot(), surroundings);
  }
  if (snapshot.matches({ inService: 'voidedAtStart' })) {
    return toldView(children.voidedAtStart?.getSnapshot().children.told?.getSnapshot(), 'point-charge');
  }
  if (snapshot.matches({ inService: 'goodbye' })) return goodbyeView(children.goodbye?.getSnapshot());
  if (snapshot.matches({ inService: 'staffCalled' })) {
    const reference = context.end.kind === 'staff-called' ? context.end.reference : null;
    return { body: { id: 'staff-called', reference }, accepts: ['continue'] };
  }
  if (snapshot.matches({ inService: 'notice' })) return noticeView(surroundings);
  if (snapshot.matches({ inService: 'home' }) || snapshot.matches('staffCard')) {
    return homeView(surroundings);
  }
  return null;
}

function closedView({ opens, closes }: OpeningHours): View {
  return { body: { id: 'closed', opens, closes, nextDay: closes <= opens }, accepts: [] };
}

function homeView({ jobs, receipts, today }: Surroundings): View {
  const body = { id: 'home', jobs: { ...jobs }, receipts, campaign: today && campaignView(today) } as const;
  const notice: Intent['type'][] = today ? ['show-notice'] : [];
  return { body, accepts: ['choose-job', ...notice, 'call-staff'] };
}

/** Where the business date was lost while the notice was read, nothing can be told of it any more. */
function noticeView(surroundings: Surroundings): View {
  const { today } = surroundings;
  if (!today) return { ...homeView(surroundings), accepts: ['back', 'call-staff'] };
  return {
    body: { id: 'notice', campaign: campaignView(today) },
    accepts: ['back', 'continue', 'cancel', 'call-staff'],
  };
}

type Goodbye = NonNullable<StationSnapshot['children']['goodbye']>;

function goodbyeView(snapshot: ReturnType<Goodbye['getSnapshot']> | undefined): View | null {
  if (!snapshot) return null;
  const { receiptPrinted } = snapshot.context;
  return {
    body: { id: 'goodbye', cardOnReader: snapshot.matches('cardLies'), receiptPrinted },
    accepts: ['continue', 'call-staff'],
  };
}
