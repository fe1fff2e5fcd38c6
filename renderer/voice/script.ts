/**
 * What is said of each screen, in the order in which it matters: what happened, the numbers to decide by, what remains.
 * The choices come after it (keys/choices.ts). Of the card no number is said: the last digits on the screen tell those
 * who see it which card it is, and would tell everybody else too.
 */
import type { Screen, ScreenBody } from '../../station/contract/index.ts';
import { closedWords } from '../messages/closed.ts';
import type { Messages } from '../messages/index.ts';
import { unreachable } from '../unreachable.ts';
import { filled, foreign, type Line, line, type Piece, pause, phrase } from './line.ts';
import { troubleLines } from './script-trouble.ts';
import type { Values } from './values.ts';
import type { Words } from './words/index.ts';

/** The languages of one passenger: the words of the screen, of the voice, and how values are said. */
export interface Tongue {
  readonly t: Messages;
  readonly w: Words;
  readonly v: Values;
}

export type Body<Id extends ScreenBody['id']> = Extract<ScreenBody, { id: Id }>;
type Said = Piece | readonly Piece[] | string;
/** The lines of a screen before they are given its language. */
export type Script = readonly (readonly Said[])[];

/** A name and its value: "balance" and how much. */
const named = (label: string, value: readonly Piece[], w: Words): readonly Said[] => [
  label,
  pause(' '),
  value,
  pause(w.stop),
];

export const canPrint = (receipts: string | null): boolean => receipts === 'ready' || receipts === 'paper-low';

type Told = Pick<Screen, 'language' | 'body' | 'accepts'>;

export function scriptOf(screen: Told, tongue: Tongue): Line[] {
  return script(screen, tongue).map((said) => line(screen.language, ...said));
}

function script({ body, language, accepts }: Told, tongue: Tongue): Script {
  const { t, w, v } = tongue;
  switch (body.id) {
    case 'starting':
      return [[t.starting.title], [t.starting.lead]];
    case 'out-of-service':
      return [[t.outOfService.title], [t.outOfService.lead]];
    case 'closed':
      return [
        [closedWords[language][0]],
        filled(body.nextDay ? w.hoursToNextDay : w.hours, v.time(body.opens), v.time(body.closes)),
      ];
    case 'home':
      return home(body, tongue);
    case 'notice':
      return notice(body, tongue);
    case 'lay-card':
      return layCard(body, tongue);
    case 'reading-card':
      return [[t.readingCard.title], [t.readingCard.lead]];
    case 'terms':
      return terms(body, tongue);
    case 'registering':
      return [[t.registering.title], [t.registering.lead], [w.mayTakeSoon]];
    case 'registered':
      return registered(body, tongue);
    case 'choose-amount':
      return chooseAmount(body, tongue);
    case 'confirm-charge':
      return confirmCharge(body, tongue);
    case 'charging':
      return [
        [t.charging.title],
        filled(t.charging.lead, v.yen(body.charge)),
        [w.mayTakeSoon],
        [t.charging[body.step]],
      ];
    case 'charged':
      return charged(body, tongue);
    case 'lay-same-card':
      return laySameCard(body, tongue);
    case 'settled-earlier':
      return settledEarlier(body, tongue);
    case 'unresolved':
      return [
        [t.unresolved.title],
        filled(t.unresolved.lead, v.yen(body.charge)),
        [t.unresolved.safe],
        ...reference(body.reference, tongue),
        ...noReceipt(body.receipts, tongue),
      ];
    case 'inquiry':
      return inquiry(body, tongue);
    case 'trouble':
      return [
        ...troubleLines(body, accepts, tongue),
        ...(body.trouble.kind === 'points-held' ? reference(body.trouble.reference, tongue) : []),
      ];
    case 'printing':
      return [[t.printing.title], [t.printing.lead]];
    case 'print-failed':
      return [
        [body.outcome === 'unknown' ? t.printFailed.titleUnknown : t.printFailed.titleNot],
        [t.printFailed.lead],
        ...(body.outcome === 'unknown' ? [[t.printFailed.unknown]] : []),
        ...noReceipt(body.receipts, tongue),
        ...reference(body.reference, tongue),
      ];
    case 'goodbye':
      return goodbye(body, tongue);
    case 'staff-called':
      return [[t.staff.title], [t.staff.lead], ...reference(body.reference, tongue)];
    case 'maintenance':
      // For staff, who come with a card and see the screen.
      return [[t.maintenance.title]];
    default:
      return unreachable(body);
  }
}

function reference(value: string | null, { t, w, v }: Tongue): Script {
  // Twice: it has to be remembered.
  return value === null
    ? []
    : [named(t.common.reference, v.spelled(value), w), [t.common.referenceLead], v.spelled(value)];
}

function noReceipt(receipts: Body<'charged'>['receipts'], { t }: Tongue): Script {
  return receipts === 'paper-out' || receipts === 'unavailable' ? [[t.receipt[receipts]]] : [];
}

function home({ jobs, receipts }: Body<'home'>, { t, w }: Tongue): Script {
  const closed = (['registration', 'point-charge', 'inquiry'] as const).flatMap((job) => {
    const state = jobs[job];
    return state === 'available' ? [] : [[t.job[job], pause(w.colon), t.jobState[state]]];
  });
  return [[w.home], ...closed, ...(canPrint(receipts) ? [] : [[t.home.noReceipt]])];
}

function notice({ campaign }: Body<'notice'>, { t, w, v }: Tongue): Script {
  const { ended, previousEndsOn, rename, measures } = campaign;
  const heading = ended ? t.notice.periodEnded : previousEndsOn === null ? t.notice.periodRunning : t.notice.period;
  const { charge, healthInsurance, publicMoneyAccount } = measures;
  return [
    [t.notice.title],
    [heading],
    named(t.notice.from, v.day(campaign.startsOn), w),
    ...(previousEndsOn === null ? [] : [named(t.notice.before, v.day(previousEndsOn), w)]),
    named(t.notice.until, v.day(campaign.endsOn), w),
    ...(rename === null
      ? []
      : [
          [t.notice.rename, pause(' '), filled(t.notice.renameFrom, v.day(rename.on))],
          [v.name(rename.from), pause(' → '), v.name(rename.to)],
          [t.notice.renameLead],
        ]),
    filled(t.notice.measures, v.points(charge.capPoints + healthInsurance + publicMoneyAccount)),
    [t.notice.measureCharge(charge.percent), pause(' '), filled(t.notice.upTo, v.number(charge.capPoints))],
    named(t.notice.measureInsurance, v.points(healthInsurance), w),
    named(t.notice.measureAccount, v.points(publicMoneyAccount), w),
    [ended ? t.notice.closed : t.notice.registration],
    ...(ended ? [] : [filled(t.notice.mobile, v.day(campaign.mobileIcocaFrom))]),
  ];
}

function layCard({ job, again }: Body<'lay-card'>, { t }: Tongue): Script {
  const hint = {
    registration: t.layCard.registrationHint,
    'point-charge': t.layCard.chargeHint,
    inquiry: t.layCard.inquiryHint,
  };
  return [[t.layCard.title], [hint[job]], again === null ? [t.layCard.lead] : [t.layCard.again[again]]];
}

function terms({ cardKind, serviceName, earliestApplicationOn }: Body<'terms'>, { t, v }: Tongue): Script {
  return [
    [t.terms.title],
    [t.cardKind[cardKind]],
    [t.terms.service, pause(' '), v.name(serviceName)],
    [t.terms.free],
    earliestApplicationOn === null ? [t.terms.tooLate] : filled(t.terms.applyFrom, v.day(earliestApplicationOn)),
    [t.terms.tens],
    [t.terms.lapse],
  ];
}

function registered(body: Body<'registered'>, tongue: Tongue): Script {
  const { t, w, v } = tongue;
  const { earliestApplicationOn: from } = body;
  const lead = from === null ? t.registered.tooLateLead : t.registered.earliestLead;
  const earliest = body.canApplyToday
    ? [t.registered.fromToday]
    : from === null
      ? [t.registered.tooLate]
      : filled(t.registered.earliestFrom, v.day(from));
  return [
    [body.already ? t.registered.titleAlready : t.registered.title],
    [body.already ? t.registered.already : lead],
    [t.registered.earliest, pause(' '), ...(from === null ? [t.registered.tooLate] : earliest), pause(w.stop)],
    [...filled(t.registered.on, v.day(body.registeredOn)), pause(w.stop)],
    [v.name(body.serviceName)],
    ...noReceipt(body.receipts, tongue),
  ];
}

function chooseAmount(body: Body<'choose-amount'>, { t, w, v }: Tongue): Script {
  const kept = body.points - body.chargeable;
  return [
    [t.amount.title],
    named(t.amount.balance, v.yen(body.balanceYen), w),
    named(t.amount.points, v.points(body.points), w),
    [...filled(t.amount.most, v.yen(body.chargeable)), pause(w.stop)],
    ...(body.keptBecause === null ? [] : [filled(t.kept[body.keptBecause], v.points(kept))]),
    ...(canPrint(body.receipts) ? [] : [[t.amount.receiptUnavailable]]),
  ];
}

function confirmCharge(body: Body<'confirm-charge'>, { t, w, v }: Tongue): Script {
  return [
    [t.confirm.title],
    named(t.confirm.charge, v.yen(body.charge), w),
    [t.confirm.balance, pause(' '), ...filled(w.change, v.yen(body.balanceYen), v.yen(body.balanceAfterYen))],
    [t.confirm.points, pause(' '), ...filled(w.change, v.points(body.points), v.points(body.pointsAfter))],
    ...(canPrint(body.receipts) ? [] : [[t.amount.receiptUnavailable]]),
  ];
}

function charged(body: Body<'charged'>, tongue: Tongue): Script {
  const { t, w, v } = tongue;
  const { pointsLeft, keptBecause } = body;
  return [
    [body.earlier ? t.charged.titleEarlier : t.charged.title],
    ...(body.earlier ? [[t.charged.earlier]] : []),
    named(t.charged.balance, v.yen(body.balanceYen), w),
    named(t.charged.charge, v.yen(body.charge), w),
    ...(pointsLeft === null ? [] : [named(t.charged.left, v.points(pointsLeft), w)]),
    ...(keptBecause === null || pointsLeft === null ? [] : [filled(t.kept[keptBecause], v.points(pointsLeft))]),
    ...noReceipt(body.receipts, tongue),
  ];
}

function laySameCard(body: Body<'lay-same-card'>, tongue: Tongue): Script {
  const { t, v } = tongue;
  const again = body.differentCard ? [[t.laySame.different]] : body.tries > 0 ? [[t.laySame.tries(body.tries)]] : [];
  return [
    [t.laySame.title],
    filled(t.laySame.lead, v.yen(body.charge)),
    ...again,
    ...reference(body.reference, tongue),
  ];
}

function settledEarlier({ outcome, charge, balanceYen }: Body<'settled-earlier'>, { t, w, v }: Tongue): Script {
  const written = outcome === 'written';
  return [
    [written ? t.settled.titleWritten : t.settled.titleVoided],
    written ? filled(t.settled.written, v.yen(charge)) : filled(t.settled.voided, v.points(charge)),
    named(t.settled.balance, v.yen(balanceYen), w),
  ];
}

function inquiry(body: Body<'inquiry'>, tongue: Tongue): Script {
  const { t, w, v } = tongue;
  const { account, accountState, registration } = body;
  const closed = registration !== null && registration !== 'available';
  return [
    [t.inquiry.title],
    ...(body.cardKind === null ? [] : [[t.cardKind[body.cardKind]]]),
    named(t.inquiry.balance, v.yen(body.balanceYen), w),
    ...(account === null ? [] : outlook(account, body.campaign?.ended === true, tongue)),
    ...(accountState === 'shown' ? [] : [[t.inquiry[accountState]]]),
    ...(closed ? [[t.job.registration, pause(w.colon), t.jobState[registration]]] : []),
  ];
}

function outlook(account: NonNullable<Body<'inquiry'>['account']>, ended: boolean, { t, w, v }: Tongue): Script {
  const { progress, grantsToCome, heldPoints } = account;
  const left = progress === null ? 0 : progress.thresholdYen - progress.countedYen;
  return [
    named(t.inquiry.points, v.points(account.points), w),
    ...(heldPoints > 0 ? [filled(t.inquiry.held, v.points(heldPoints))] : []),
    ...(progress === null
      ? []
      : [
          named(t.inquiry.progress, v.yen(progress.countedYen), w),
          ...(left > 0 && !ended ? [filled(t.inquiry.progressLeft, v.yen(left), v.points(progress.points))] : []),
          ...(left > 0 ? [] : [filled(t.inquiry.progressDone, v.points(progress.points))]),
        ]),
    grantsToCome.length === 0 ? [t.inquiry.nothingComing] : [t.inquiry.coming],
    ...grantsToCome.map((grant) => [
      ...(grant.on === null ? [phrase(t.inquiry.afterEnd)] : filled(t.inquiry.around, v.monthDay(grant.on))),
      pause(' '),
      t.measure[grant.measure],
      pause(' '),
      v.points(grant.points),
    ]),
  ];
}

function goodbye({ cardOnReader, receiptPrinted }: Body<'goodbye'>, { t }: Tongue): Script {
  if (!cardOnReader) return [[t.goodbye.titleDone], [receiptPrinted ? t.goodbye.receipt : t.goodbye.lead]];
  return [[t.goodbye.title], [receiptPrinted ? t.goodbye.both : t.goodbye.card]];
}

/** What a receipt would say, line by line as it is printed: a synthesiser reads it, of clips there are none. */
export function receiptLines(
  language: Screen['language'],
  texts: readonly { text: string; x: number; y: number }[],
): Line[] {
  const rows = new Map<number, { text: string; x: number }[]>();
  for (const { text, x, y } of texts) rows.set(y, [...(rows.get(y) ?? []), { text, x }]);
  return [...rows]
    .sort(([above], [below]) => above - below)
    .map(([, row]) =>
      row
        .sort((left, right) => left.x - right.x)
        .map(({ text }) => text)
        .join(' ')
        .replace(/[-–—＿_=]{3,}/g, '')
        .trim(),
    )
    .filter((text) => text !== '')
    .map((text) => line(language, foreign(text)));
}
