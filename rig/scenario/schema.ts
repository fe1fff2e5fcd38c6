/** A scenario as it is written in YAML (docs/scenarios.md). rig/scenarios/scenario.schema.json is made from this. */
import { z } from 'zod';
import { calls, IsoDate } from '../../center/contract/index.ts';
import { CardSpec } from '../../hardware/card/simulator/spec.ts';
import { tiers } from '../../hardware/tower/codec.ts';
import { Intent, Job, Language, Profile, ScreenBody, Trouble } from '../../station/contract/index.ts';
import { StaffBody } from '../../station/contract/staff.ts';
import { transferPoints } from '../../station/transfer/deps.ts';
import { PrinterAction, ReaderAction } from '../devices/touches.ts';
import { hears } from '../torture/hears.ts';

const keysOf = <Name extends string>(record: Readonly<Record<Name, unknown>>) =>
  z.enum(Object.keys(record) as [Name, ...Name[]]);
const idsOf = <Name extends string>(options: readonly { shape: { id: { def: { values: readonly Name[] } } } }[]) =>
  z.enum(options.flatMap(({ shape }) => shape.id.def.values) as [Name, ...Name[]]);

const ScreenName = idsOf<ScreenBody['id']>(ScreenBody.def.options as never);
const StaffScreenName = idsOf<StaffBody['id']>(StaffBody.def.options as never);
const TroubleName = z.enum(
  Trouble.def.options.flatMap(({ shape }) => shape.kind.def.values) as [Trouble['kind'], ...Trouble['kind'][]],
);
const TouchId = z.enum(
  Intent.def.options.flatMap(({ shape }) => shape.type.def.values) as [Intent['type'], ...Intent['type'][]],
);
const CallName = keysOf(calls);
const Exchange = keysOf(hears);
const Point = z.enum(transferPoints);
const Count = z.int().min(0).max(100_000);
const Milliseconds = z.int().min(0).max(3_600_000);
const Fields = z.record(z.string(), z.unknown());
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What a card is called in its scenario. */
const CardName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'a name in small letters');

const ScenarioCard = z
  .strictObject({
    spec: CardSpec.optional().describe('The card, as in a card file.'),
    file: z.string().optional().describe('A card file, seen from the folder of the scenario.'),
    registered: IsoDate.optional().describe('The day of its registration; left out: it has none.'),
    points: z.int().min(0).max(1_000_000).optional().describe('Points on its account.'),
    events: z
      .array(Fields)
      .max(50)
      .optional()
      .describe('What the center heard of it before, as the center imports it (npm run center -- import).'),
  })
  .refine(({ spec, file }) => (spec === undefined) !== (file === undefined), 'either spec or file');
export type ScenarioCard = z.infer<typeof ScenarioCard>;

const Machine = z.strictObject({
  profile: z.enum(Profile.options).default('navy'),
  sam: z.enum(['rig', 'none']).default('rig'),
  openingHours: z.strictObject({ opens: Time, closes: Time }).optional(),
  time: Time.default('12:00').describe("Japan's wall clock when it is switched on."),
  tower: z.boolean().default(false),
});

/** What a state is recognised by; every field that is given has to fit. Of bodies the fields that are named. */
const Seen = z.strictObject({
  screen: ScreenName.optional(),
  trouble: TroubleName.optional(),
  body: Fields.optional().describe('Fields of the screen: those named have to be so.'),
  accepts: z.array(TouchId).optional().describe('It has these buttons.'),
  refuses: z.array(TouchId).optional().describe('It does not have these.'),
  language: z.enum(Language.options).optional(),
  modes: Fields.optional(),
  businessDate: IsoDate.nullable().optional(),
  warning: z.boolean().optional().describe('It asks whether more time is needed.'),
});
export type Seen = z.infer<typeof Seen>;

const Touch = z.union([
  z.string().min(1).describe('The accessible name of a button, or how it begins.'),
  z.strictObject({
    id: TouchId,
    job: z.enum(Job.options).optional(),
    points: z.int().optional(),
    wanted: z.boolean().optional(),
    language: z.enum(Language.options).optional(),
    modes: Fields.optional(),
  }),
]);
export type Touch = z.infer<typeof Touch>;

const Moment = z.enum(['before', 'inside', 'after']).default('inside');
const Nth = z.int().min(1).max(100).default(1);
const Until = z.enum(['abort', 'wake-up', 'power']);

const onExchange = { at: Exchange, nth: Nth };
const onPoint = { at: Point };
const onCall = { at: CallName, times: Count.default(1) };
/** What goes wrong, and at which named moment; once, or as often as it says. */
const Fault = z.discriminatedUnion('strike', [
  z.strictObject({ strike: z.literal('lift'), ...onExchange, moment: Moment }),
  z.strictObject({ strike: z.literal('swap'), ...onExchange, moment: Moment, card: CardName }),
  z.strictObject({ strike: z.literal('field-lost'), ...onExchange, moment: Moment }),
  z.strictObject({ strike: z.literal('power-loss'), ...onExchange, moment: Moment }),
  z.strictObject({ strike: z.literal('stuck'), ...onExchange, moment: Moment }),
  z.strictObject({ strike: z.literal('reply-lost'), ...onExchange }),
  z.strictObject({ strike: z.literal('reply-garbled'), ...onExchange }),
  z.strictObject({ strike: z.literal('reply-falsified'), ...onExchange, index: Count }),
  z.strictObject({ strike: z.literal('reply-slow'), ...onExchange, ms: Milliseconds }),

  z.strictObject({ strike: z.literal('reader-hangs'), ...onPoint, until: Until }),
  z.strictObject({ strike: z.literal('line-cut'), ...onPoint }),
  z.strictObject({ strike: z.literal('line-garbled'), ...onPoint, after: Count.default(0) }),
  z.strictObject({ strike: z.literal('center-dies'), ...onPoint }),
  z.strictObject({ strike: z.literal('station-dies'), ...onPoint }),
  z.strictObject({ strike: z.literal('both-die'), ...onPoint }),
  z.strictObject({ strike: z.literal('date-moves'), ...onPoint, to: IsoDate }),

  z.strictObject({ strike: z.literal('request-lost'), ...onCall }),
  z.strictObject({ strike: z.literal('answer-lost'), ...onCall }),
  z.strictObject({ strike: z.literal('answer-late'), ...onCall, ms: Milliseconds }),
  z.strictObject({ strike: z.literal('request-doubled'), ...onCall, ms: Milliseconds }),
  z.strictObject({ strike: z.literal('answer-mixed-up'), ...onCall }),
  z.strictObject({ strike: z.literal('answer-garbled'), ...onCall }),

  z.strictObject({ strike: z.literal('paper-out'), lines: Count }),
  z.strictObject({ strike: z.literal('cover-opened'), bytes: Count }),
  z.strictObject({ strike: z.literal('cutter-jam') }),
  z.strictObject({ strike: z.literal('overheated'), ms: Milliseconds }),
  z.strictObject({ strike: z.literal('stalled') }),
  z.strictObject({ strike: z.literal('broken') }),
  z.strictObject({ strike: z.literal('answers-lost'), count: Count }),
  z.strictObject({ strike: z.literal('answers-late'), ms: Milliseconds }),

  z
    .strictObject({
      strike: z.literal('write-answered'),
      card: CardName,
      sf1: z.int().min(0).max(255),
      sf2: z.int().min(0).max(255),
      written: z.boolean(),
    })
    .describe('The card answers its next write with these status flags, having written or not.'),
]);
export type Fault = z.infer<typeof Fault>;

const End = z.strictObject({ held: Count.optional(), settled: Count.optional(), voided: Count.optional() });
const CardTruth = z.strictObject({
  balanceYen: z.int().optional(),
  updateNumber: z.int().optional(),
  records: Count.optional(),
  writes: Count.optional().describe('How often a reader wrote to it.'),
});
const Account = z.strictObject({
  points: z.int().optional(),
  registered: IsoDate.nullable().optional(),
  transfers: End.optional(),
});
export type CardTruth = z.infer<typeof CardTruth>;
export type AccountTruth = z.infer<typeof Account>;
const Expectations = z.strictObject({
  card: z.record(CardName, CardTruth).optional(),
  ledger: z.record(CardName, Account).optional(),
  journal: z
    .strictObject({
      open: Count.optional().describe('Transfers that have not ended.'),
      waiting: Count.optional().describe('Messages that the center has not answered.'),
      entries: z.record(z.string(), Count).optional().describe('How many entries of a kind.'),
      order: z.array(z.string()).optional().describe('These kinds follow each other, others may stand between.'),
    })
    .optional(),
  paper: z
    .strictObject({
      pieces: Count.optional(),
      contains: z.array(z.string()).optional(),
      lacks: z.array(z.string()).optional(),
    })
    .optional(),
  wire: z
    .partialRecord(Exchange, Count)
    .optional()
    .describe('How many packets of a kind the reader has sent to cards since the start.'),
  tower: z.partialRecord(z.enum(tiers), z.string()).optional(),
  passed: z
    .array(ScreenName)
    .optional()
    .describe('These screens were shown in this order since the start, others between.'),
  never: z
    .array(ScreenName)
    .optional()
    .describe('These have not been shown since the expectation before, or the start.'),
  staff: Fields.optional().describe('Fields of what staff see.'),
});
export type Expectations = z.infer<typeof Expectations>;

const Staff = z.strictObject({
  comeIn: z.enum(['attendant', 'engineer']).optional(),
  pin: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  touch: z.strictObject({ id: z.string() }).catchall(z.unknown()).optional(),
  see: z.strictObject({ screen: StaffScreenName, body: Fields.optional() }).optional(),
});

/** Everything that can be done or waited for; a step is one of them. */
const acts = {
  touch: Touch.describe('A finger on the screen.'),
  keys: z
    .string()
    .regex(/^[0-9*#]{1,20}$/)
    .describe('The ten keys, one after another.'),
  lay: CardName.describe('A card onto the reader.'),
  lift: z.union([CardName, z.literal('every-card')]).describe('A card off it.'),
  see: z.union([ScreenName, Seen]).describe('Waits until the screen is so.'),
  stay: Seen.describe('Asks for more time as often as it is offered, until the screen is so.'),
  fault: Fault.describe('Something goes wrong at a named moment from here on.'),
  repair: z.enum(['reader', 'printer', 'network', 'everything']),
  reader: ReaderAction,
  printer: PrinterAction,
  center: z.enum(['stop', 'start']),
  station: z
    .enum(['stop', 'start', 'restart', 'kill', 'gone', 'page-reload'])
    .describe('stop and restart let value in flight end; kill does not; gone waits until an armed death has come.'),
  polls: z.int().min(1).max(100).describe('Waits until the reader has looked for cards so many times.'),
  journal: z.enum(['spoil', 'remove', 'back-up', 'put-back']).describe('While the station stands.'),
  date: IsoDate.describe('The business date moves.'),
  clock: z.strictObject({ minutes: z.int() }).describe('Somebody sets the wall clock by so much.'),
  use: z
    .strictObject({ card: CardName, how: z.enum(['gate-in', 'gate-out', 'shop', 'charge']), times: Count.default(1) })
    .describe('The card is used at a gate or in a shop.'),
  staff: Staff.describe('What station staff do.'),
  expect: Expectations.describe('What has to be so now.'),
};
export type ActName = keyof typeof acts;
export const actNames = Object.keys(acts) as ActName[];
type Acts = { readonly [Name in ActName]: z.output<(typeof acts)[Name]> };
export type ActOf<Name extends ActName> = Acts[Name];

const optionalActs = Object.fromEntries(actNames.map((name) => [name, acts[name].optional()])) as {
  [Name in ActName]: z.ZodOptional<(typeof acts)[Name]>;
};

const Step = z
  .strictObject({
    ...optionalActs,
    on: z.literal('second').optional().describe('At the second machine.'),
    within: z
      .int()
      .min(1)
      .max(7_200)
      .optional()
      .describe('Seconds of the machine’s own time that this step waits at most; 60 without it.'),
  })
  .superRefine((step, context) => {
    const named = actNames.filter((name) => step[name] !== undefined);
    if (named.length !== 1) context.addIssue({ code: 'custom', message: 'a step is one act' });
  });
export type Step = z.infer<typeof Step>;

export const Scenario = z.strictObject({
  title: z.string().min(1).max(120),
  shows: z.string().max(400).optional().describe('What it guards, with the rule or issue.'),
  page: z.boolean().default(false).describe('Touched on the page, in a real browser.'),
  date: IsoDate.default('2023-04-10').describe('The business date.'),
  machine: Machine.prefault({}),
  second: Machine.optional().describe('Another machine at the same center.'),
  cards: z.record(CardName, ScenarioCard).default({}),
  steps: z.array(Step).min(1).max(200),
  unresolved: z.int().min(0).default(0).describe('So many transfers are open at the end, on purpose.'),
});
export type Scenario = z.infer<typeof Scenario>;
export type MachineSetup = z.infer<typeof Machine>;

/** The same for editors and other languages (JSON schema, draft 2020-12). */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(Scenario, { io: 'input', unrepresentable: 'any' });
  return {
    $id: 'https://wester-kiosk.invalid/scenario.schema.json',
    title: 'A scenario of the Wester Kiosk rig',
    ...schema,
  };
}
