/**
 * Station ⇄ staff page: apart from the passenger's contract, so that no passenger's page ever gets or says any of this. A
 * StaffScreen carries the session's token; a StaffMessage without that token, its revision and an intent that the screen
 * accepts is refused, counted and put on the audit log.
 */
import * as z from 'zod/mini';
import { OutOfServiceReason, ReceiptState } from './screen.ts';
import { Advice, BoardStatus, DEVICE_BODIES, DEVICE_INTENTS } from './staff-devices.ts';
import { moneyBodies, moneyIntents } from './staff-money.ts';
import { SETTING_BODIES, SETTING_INTENTS } from './staff-settings.ts';
import { Day, Points, Profile, Reference } from './words.ts';

export const StaffLanguage = z.enum(['ja', 'en']);
export type StaffLanguage = z.infer<typeof StaffLanguage>;

export const StaffRole = z.enum(['attendant', 'engineer']);
export type StaffRole = z.infer<typeof StaffRole>;

/** The rooms of the menu, one after another on its left side; each is a machine of its own (station/staff/rooms.ts). */
export const StaffRoom = z.enum(['unresolved', 'devices', 'money', 'journal', 'settings', 'cards']);
export type StaffRoom = z.infer<typeof StaffRoom>;

/** `last-passenger`: whoever comes next is served, then the machine closes. */
export const ServiceState = z.enum(['in-service', 'last-passenger', 'out-of-service']);
export type ServiceState = z.infer<typeof ServiceState>;

/** Why staff close or open a machine: chosen, not typed, so that a glove can do it and a report can count it. */
export const ServiceReason = z.enum([
  'repaired',
  'repair-needed',
  'paper-or-ink',
  'cleaning',
  'station-closed',
  'incident',
  'other',
]);
export type ServiceReason = z.infer<typeof ServiceReason>;

/** A key of the shuffled pad by its place, row by row from the top left: which digit stands there only the station says. */
const Place = z.int().check(z.minimum(0), z.maximum(9));
export const PIN_LENGTH = 6;
/** The places that were touched. */
const PinPlaces = z.array(Place).check(z.minLength(PIN_LENGTH), z.maxLength(PIN_LENGTH));
/** The digit at each of the ten places, new for every entry. */
const PadOrder = z.array(z.int().check(z.minimum(0), z.maximum(9))).check(z.minLength(10), z.maxLength(10));

export const StaffIntent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('pin'), places: PinPlaces }),
  z.object({ type: z.literal('open-room'), room: StaffRoom }),
  /** One step back: from a room to the menu, inside a room as it says. */
  z.object({ type: z.literal('back') }),
  /** Ends the session; nothing of it is left on the page. */
  z.object({ type: z.literal('finish') }),
  z.object({ type: z.literal('confirm') }),
  z.object({ type: z.literal('more-time') }),
  z.object({ type: z.literal('set-language'), language: StaffLanguage }),
  z.object({ type: z.literal('choose-service'), state: ServiceState }),
  z.object({ type: z.literal('set-service'), state: ServiceState, reason: ServiceReason }),
  z.object({ type: z.literal('clean-screen') }),
  z.object({ type: z.literal('choose-power'), act: z.enum(['restart', 'shut-down']) }),
  /** Cards: begin with a new one, or take one off the register. */
  z.object({ type: z.literal('enrol-card') }),
  z.object({ type: z.literal('remove-card'), staffId: z.string().check(z.maxLength(14)) }),
  ...moneyIntents,
  ...DEVICE_INTENTS,
  ...SETTING_INTENTS,
]);
export type StaffIntent = z.infer<typeof StaffIntent>;

/** 16 random bytes, made when a staff card is accepted at the reader and gone with the session. */
export const StaffSession = z.string().check(z.regex(/^[0-9a-f]{32}$/));

export const StaffMessage = z.object({
  session: StaffSession,
  revision: z.int().check(z.minimum(0)),
  intent: StaffIntent,
});
export type StaffMessage = z.infer<typeof StaffMessage>;

/** What the staff page may say: a touch, or "I am new here, tell me the screen". */
export const StaffPageMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hello') }),
  z.object({ kind: z.literal('intent'), message: StaffMessage }),
]);
export type StaffPageMessage = z.infer<typeof StaffPageMessage>;

/** What has a line of its own in the menu: the same as on the board of devices. */
export const DeviceLine = z.object({
  what: BoardStatus,
  /** By colour, word and sign: `care` works for passengers, but soon will not. */
  state: z.enum(['good', 'care', 'bad']),
  advice: Advice,
  /** Rungs of the driver's recovery ladder that were climbed since the start; 0 where there is no ladder. */
  recoveries: z.int().check(z.minimum(0)),
});
export type DeviceLine = z.infer<typeof DeviceLine>;

/** A part that has no line of its own in the menu and is not good; the room of devices says what to do. */
export const OtherPart = z.object({
  name: z.enum(['tower', 'sam', 'disk', 'clock', 'self-test']),
  state: z.enum(['care', 'bad']),
});
export type OtherPart = z.infer<typeof OtherPart>;

export const UnresolvedLine = z.object({ reference: Reference, charge: Points, on: Day });
export type UnresolvedLine = z.infer<typeof UnresolvedLine>;

/** How the machine stands towards passengers. `reason` null: in service. */
export const ServiceView = z.object({
  state: ServiceState,
  /** What keeps it closed now, the machine's own reasons before those of staff. */
  reason: z.nullable(OutOfServiceReason),
});

export const CardLine = z.object({ staffId: z.string(), role: StaffRole, here: z.boolean() });

/** A room that has nothing in it yet says so; its own screens are members of StaffBody beside it. */
const EmptyRoom = z.object({ id: z.literal('room'), room: StaffRoom });

export const StaffBody = z.discriminatedUnion('id', [
  /** `wrong`: the one before was not right. */
  z.object({
    id: z.literal('enter-pin'),
    staffId: z.string(),
    pad: PadOrder,
    wrong: z.boolean(),
    triesLeft: z.int().check(z.minimum(0)),
  }),
  /** A new PIN, twice. `purpose` says whose: the first engineer of this machine, or a card that is being enrolled. */
  z.object({
    id: z.literal('choose-pin'),
    staffId: z.string(),
    role: StaffRole,
    purpose: z.enum(['first-engineer', 'new-card']),
    step: z.enum(['first', 'again']),
    pad: PadOrder,
    problem: z.nullable(z.enum(['not-the-same', 'too-simple'])),
  }),
  /** `by`: this card was tried too often, or cards on this machine were. `ms`: left when it was sent. */
  z.object({ id: z.literal('locked-out'), by: z.enum(['card', 'machine']), ms: z.int() }),
  z.object({
    id: z.literal('refused-card'),
    why: z.enum(['not-registered', 'removed', 'needs-engineer', 'storage']),
  }),
  z.object({ id: z.literal('checking') }),
  z.object({
    id: z.literal('menu'),
    devices: z.array(DeviceLine),
    others: z.array(OtherPart),
    unresolved: z.array(UnresolvedLine),
    receipts: ReceiptState,
    service: ServiceView,
    rooms: z.array(StaffRoom),
    /** Everything wrong on the audit log, in the station's words; null where it is whole. */
    auditProblem: z.nullable(z.string()),
    /** Staff messages refused since the start: somebody tried. */
    refused: z.int(),
  }),
  z.object({ id: z.literal('choose-service'), state: ServiceState, reasons: z.array(ServiceReason) }),
  /** The screen may be wiped: touches do nothing until it is over. */
  z.object({ id: z.literal('cleaning'), ms: z.int(), totalMs: z.int() }),
  z.object({ id: z.literal('confirm-power'), act: z.enum(['restart', 'shut-down']) }),
  z.object({ id: z.literal('powering'), act: z.enum(['restart', 'shut-down']) }),
  /** The reader was lent to another card: the staff card goes on with the session. */
  z.object({ id: z.literal('lay-staff-card') }),
  /** `failed`: what was asked for before could not be written down, and was not done. */
  z.object({ id: z.literal('cards'), cards: z.array(CardLine), failed: z.boolean() }),
  z.object({ id: z.literal('confirm-remove-card'), staffId: z.string(), role: StaffRole }),
  /** It was taken off the register once. */
  z.object({ id: z.literal('confirm-return-card'), staffId: z.string(), role: StaffRole }),
  z.object({
    id: z.literal('lay-new-card'),
    problem: z.nullable(z.enum(['not-a-staff-card', 'already-enrolled', 'several-cards', 'not-read'])),
  }),
  EmptyRoom,
  ...moneyBodies,
  ...DEVICE_BODIES,
  ...SETTING_BODIES,
]);
export type StaffBody = z.infer<typeof StaffBody>;
export type StaffBodyId = StaffBody['id'];

export const StaffScreen = z.object({
  session: StaffSession,
  revision: z.int().check(z.minimum(0)),
  language: StaffLanguage,
  profile: Profile,
  stationId: z.string(),
  stationName: z.string(),
  softwareVersion: z.string(),
  businessDate: z.nullable(Day),
  /** Null before the PIN was right. */
  role: z.nullable(StaffRole),
  timeLimit: z.nullable(z.object({ ms: z.int(), totalMs: z.int(), warning: z.boolean() })),
  /** Which intents this screen takes: a button without its intent here is not drawn. */
  accepts: z.array(z.string()),
  body: StaffBody,
});
export type StaffScreen = z.infer<typeof StaffScreen>;
