/** What the staff page is told of devices, tests and the self-test, and what it may ask for there. Part of staff.ts. */
import * as z from 'zod/mini';
import { CardKind, CardTail, Day, Issuer, Yen } from './words.ts';

const Count = z.int().check(z.minimum(0));

const READER = ['stopped', 'starting', 'ready', 'recovering', 'disconnected', 'failed'] as const;
const PRINTER = [
  'stopped',
  'starting',
  'ready',
  'paper-low',
  'paper-out',
  'cover-open',
  'cutter-jam',
  'overheated',
  'unrecoverable',
  'offline',
  'disconnected',
] as const;
const TOWER = ['stopped', 'ready', 'disconnected', 'none'] as const;

export const ReaderState = z.enum(READER);
export const PrinterState = z.enum(PRINTER);
export type PrinterState = z.infer<typeof PrinterState>;
export const TowerState = z.enum(TOWER);
export type TowerState = z.infer<typeof TowerState>;

/** What is the case, by what it is the case of. */
export const BoardStatus = z.discriminatedUnion('name', [
  z.object({ name: z.literal('reader'), status: ReaderState }),
  z.object({ name: z.literal('printer'), status: PrinterState }),
  z.object({ name: z.literal('tower'), status: TowerState }),
  z.object({ name: z.literal('sam'), status: z.enum(['ready', 'failed', 'not-tried', 'none']) }),
  z.object({
    name: z.literal('center'),
    status: z.enum(['reachable', 'unreachable', 'date-forgotten', 'unknown-station', 'journal-outdated']),
  }),
  z.object({
    name: z.literal('journal'),
    status: z.enum(['ready', 'broken', 'newer', 'storage']),
  }),
  /** The log of staff access. `begun-anew`: the one before was broken or gone. */
  z.object({ name: z.literal('audit'), status: z.enum(['ready', 'begun-anew', 'not-written']) }),
  z.object({ name: z.literal('disk'), status: z.enum(['enough', 'little', 'full', 'unknown']) }),
  /** `closes-nothing`: it differs, and there are opening hours, which are not kept. */
  z.object({
    name: z.literal('clock'),
    status: z.enum(['agrees', 'differs', 'closes-nothing', 'not-compared', 'stepped']),
  }),
  z.object({ name: z.literal('self-test'), status: z.enum(['passed', 'failed', 'never', 'unreadable']) }),
  z.object({ name: z.literal('software'), status: z.enum(['running']) }),
]);
export type BoardStatus = z.infer<typeof BoardStatus>;

/** What to do about it; the page has the words. */
export const Advice = z.enum([
  'nothing',
  'wait',
  'check-cable',
  'power-cycle',
  'call-engineer',
  'load-paper',
  'paper-soon',
  'close-cover',
  'clear-cutter',
  'let-cool',
  'check-network',
  'check-station-id',
  'journal-outdated',
  'journal-to-center',
  'tell-maintenance',
  'update-software',
  'free-disk',
  'set-clock',
  'clock-hours',
  'run-self-test',
  'read-self-test',
]);
export type Advice = z.infer<typeof Advice>;

export const BoardLine = z.object({
  what: BoardStatus,
  /** `care`: it works, and soon will not, or nobody knows. `none`: this machine has none. */
  state: z.enum(['good', 'care', 'bad', 'none']),
  advice: Advice,
  /** In the device's own words: model, bytes, times. Not translated. */
  detail: z.string().check(z.maxLength(200)),
});
export type BoardLine = z.infer<typeof BoardLine>;

/** Since the program started, but for receipts: those are numbered through the life of the journal. */
export const BoardCounters = z.object({
  transfers: Count,
  receipts: Count,
  recoveries: Count,
  refused: Count,
});
export type BoardCounters = z.infer<typeof BoardCounters>;

export const TestedDevice = z.enum(['reader', 'printer', 'tower', 'center']);
export type TestedDevice = z.infer<typeof TestedDevice>;

export const DeviceTest = z.enum(['reader', 'printer', 'tower', 'touch', 'keys', 'sound', 'self-test']);
export type DeviceTest = z.infer<typeof DeviceTest>;

/** One question to the card, how long its answer took, and what it was. */
export const ReaderTestStep = z.object({
  step: z.enum(['look', 'issue', 'balance', 'presence']),
  ms: z.number(),
  outcome: z.enum([
    'answered',
    'not-on-this-card',
    'no-keys',
    'refused',
    'no-answer',
    'not-authentic',
    'reader-failed',
  ]),
});
export type ReaderTestStep = z.infer<typeof ReaderTestStep>;

/** What lay there. */
export const TestedCard = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('several') }),
  z.object({ kind: z.literal('not-felica') }),
  z.object({ kind: z.literal('other-felica'), systemCode: z.string() }),
  z.object({ kind: z.literal('staff') }),
  /** Null where it could not be read, or (card kind, tail) only the keys know. */
  z.object({
    kind: z.literal('transit'),
    issuer: z.nullable(Issuer),
    cardKind: z.nullable(CardKind),
    cardTail: z.nullable(CardTail),
    balanceYen: z.nullable(Yen),
    records: z.nullable(Count),
  }),
]);
export type TestedCard = z.infer<typeof TestedCard>;

export const ReaderTestResult = z.object({ card: TestedCard, steps: z.array(ReaderTestStep) });
export type ReaderTestResult = z.infer<typeof ReaderTestResult>;

/** The rungs of the drivers' ladders since the start, by name. */
export const Rung = z.object({
  rung: z.enum([
    'resynchronised',
    'soft-resets',
    'reopened',
    'failures',
    'disconnections',
    'damaged-frames',
    'repeated-questions',
    'cleared',
    'abandoned',
    'garbage',
  ]),
  count: Count,
});
export type Rung = z.infer<typeof Rung>;

export const PrinterSensor = z.enum([
  'cover-open',
  'paper-end',
  'paper-near-end',
  'cutter-error',
  'unrecoverable',
  'auto-recoverable',
  'other-error',
  'offline',
]);
export type PrinterSensor = z.infer<typeof PrinterSensor>;

/** Since the last change of paper; null: this is not known. */
export const PaperRoll = z.object({ since: z.nullable(Day), receipts: Count, millimetres: Count });
export type PaperRoll = z.infer<typeof PaperRoll>;

export const PrintTestEnd = z.enum(['printed', 'not-printed', 'unknown']);
export type PrintTestEnd = z.infer<typeof PrintTestEnd>;
export const PaperStep = z.enum(['open-cover', 'put-paper', 'print', 'done']);
export type PaperStep = z.infer<typeof PaperStep>;

export const TowerPart = z.enum(['red', 'yellow', 'green', 'blue', 'white', 'buzzer']);
export type TowerPart = z.infer<typeof TowerPart>;

export const SelfTestName = z.enum(['sam', 'journal', 'disk', 'center', 'reader', 'printer', 'tower', 'clock']);
export type SelfTestName = z.infer<typeof SelfTestName>;

/** `not-run`: there is nothing to try on this machine. `detail`: what answered, or why not, in plain words. */
export const SelfTestStep = z.object({
  number: z.int().check(z.minimum(1), z.maximum(99)),
  name: SelfTestName,
  result: z.enum(['pass', 'fail', 'not-run']),
  ms: z.int().check(z.minimum(0)),
  detail: z.string().check(z.maxLength(200)),
});
export type SelfTestStep = z.infer<typeof SelfTestStep>;

export const SelfTestRecord = z.object({
  /** Counted through the life of the file. */
  number: z.int().check(z.minimum(1)),
  /** By the wall clock, which may be wrong: its own line in the test says whether it is. */
  on: Day,
  time: z.string().check(z.regex(/^\d\d:\d\d$/)),
  businessDate: z.nullable(Day),
  softwareVersion: z.string(),
  /** Staff number. */
  by: z.string(),
  steps: z.array(SelfTestStep),
});
export type SelfTestRecord = z.infer<typeof SelfTestRecord>;

export const DEVICE_BODIES = [
  z.object({ id: z.literal('board'), lines: z.array(BoardLine), counters: BoardCounters }),
  z.object({ id: z.literal('device-tests'), tests: z.array(DeviceTest) }),
  z.object({
    id: z.literal('reader-test'),
    status: ReaderState,
    description: z.string(),
    rungs: z.array(Rung),
    /** `emptying`: what lies there has to be taken away first. */
    phase: z.enum(['ready', 'emptying', 'waiting', 'testing', 'trying']),
    result: z.nullable(ReaderTestResult),
  }),
  z.object({
    id: z.literal('printer-test'),
    status: PrinterState,
    description: z.string(),
    rungs: z.array(Rung),
    /** Null: it does not answer. */
    sensors: z.nullable(z.array(PrinterSensor)),
    roll: z.nullable(PaperRoll),
    phase: z.enum(['ready', 'printing', 'trying']),
    last: z.nullable(PrintTestEnd),
  }),
  z.object({
    id: z.literal('paper-change'),
    step: PaperStep,
    status: PrinterState,
    /** Of the roll that goes out. */
    roll: z.nullable(PaperRoll),
    last: z.nullable(PrintTestEnd),
  }),
  z.object({
    id: z.literal('tower-test'),
    status: TowerState,
    description: z.string(),
    /** Tried now. */
    part: z.nullable(TowerPart),
    /** What the tower did with it. */
    answer: z.nullable(z.enum(['taken', 'disconnected'])),
    /** What the eyes said. */
    seen: z.object({
      red: z.optional(z.boolean()),
      yellow: z.optional(z.boolean()),
      green: z.optional(z.boolean()),
      blue: z.optional(z.boolean()),
      white: z.optional(z.boolean()),
      buzzer: z.optional(z.boolean()),
    }),
    phase: z.enum(['ready', 'trying']),
  }),
  z.object({ id: z.literal('touch-test') }),
  z.object({ id: z.literal('key-test') }),
  z.object({ id: z.literal('sound-test') }),
  z.object({
    id: z.literal('self-test'),
    phase: z.enum(['ready', 'running', 'printing']),
    /** The step that runs now. */
    running: z.nullable(SelfTestName),
    last: z.nullable(SelfTestRecord),
    kept: Count,
    /** False: it could not be kept on the disk. */
    stored: z.boolean(),
    printed: z.nullable(PrintTestEnd),
  }),
] as const;

export const DEVICE_INTENTS = [
  z.object({ type: z.literal('open-test'), test: DeviceTest }),
  z.object({ type: z.literal('open-tests') }),
  z.object({ type: z.literal('test-reader') }),
  z.object({ type: z.literal('try-now'), device: TestedDevice }),
  z.object({ type: z.literal('print-test-page') }),
  z.object({ type: z.literal('change-paper') }),
  z.object({ type: z.literal('test-tower'), part: TowerPart }),
  z.object({ type: z.literal('tower-seen'), part: TowerPart, seen: z.boolean() }),
  /** What the page found: cells that were never touched, keys that were never pressed, volumes not heard. */
  z.object({
    type: z.literal('page-tested'),
    test: z.enum(['touch', 'keys', 'sound']),
    tried: z.int().check(z.minimum(1), z.maximum(999)),
    missed: z.int().check(z.minimum(0), z.maximum(999)),
  }),
  z.object({ type: z.literal('run-self-test') }),
  z.object({ type: z.literal('print-self-test') }),
] as const;
