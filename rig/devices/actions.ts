import { z } from 'zod';
import type { FieldFault } from '../../hardware/reader/simulator.ts';
import { DeviceName } from '../wire/recording.ts';
import { PrinterAction, ReaderAction } from './touches.ts';

/** What can happen to a card at the one command that carries value, the secure Write (facts/felica.md §3.6: code 16). */
export const cardFaults = {
  'lifted-before-write': { label: 'Lift the card before the write', fault: { kind: 'lift', moment: 'before' } },
  'lifted-after-write': {
    label: 'Lift the card after the write, answer lost',
    fault: { kind: 'lift', moment: 'inside' },
  },
  'answer-lost': { label: 'Lose the answer, card stays', fault: { kind: 'reply-lost' } },
  'answer-garbled': { label: 'Garble the answer', fault: { kind: 'reply-garbled' } },
} as const satisfies Record<string, { label: string; fault: FieldFault }>;
export const CardFault = z.enum(['lifted-before-write', 'lifted-after-write', 'answer-lost', 'answer-garbled']);
export type CardFault = z.infer<typeof CardFault>;

/** How fast the simulated devices are: 1 as in life, 10 ten times as fast, `instant` without any time of their own. */
export const Speed = z.union([z.literal(1), z.literal(10), z.literal('instant')]);
export type Speed = z.infer<typeof Speed>;

export const timeScaleOf = (speed: Speed): number => (speed === 'instant' ? 0 : 1 / speed);

const CardId = z.string().regex(/^[a-z0-9-]{1,40}$/);

const deviceActions = [
  z.strictObject({ do: z.literal('lay'), card: CardId }).describe('A card of the rig is laid on the reader'),
  z
    .strictObject({ do: z.literal('lift'), card: CardId.optional() })
    .describe('This card is taken away; without a card, every card'),
  z
    .strictObject({ do: z.literal('arm-fault'), fault: CardFault.nullable() })
    .describe('Strikes once, at the next write to a card; null takes it back'),
  z
    .strictObject({ do: z.literal('reader'), action: ReaderAction })
    .describe('The cable of the reader; a chip that stops answering until it is reset; power off and on'),
  z
    .strictObject({ do: z.literal('printer'), action: PrinterAction })
    .describe('The cable, the roll, the cover, the cutter, the head, the power of the printer'),
  z
    .strictObject({ do: z.literal('tower'), action: z.enum(['unplug', 'plug-in']) })
    .describe('The cable of the signal tower'),
  z.strictObject({ do: z.literal('take-paper') }).describe('What has come out of the printer is taken'),
  z.strictObject({ do: z.literal('speed'), speed: Speed }).describe('Of the simulated devices'),
] as const;

/** What a hand, or a script, may do to the devices of a rig. */
export const DeviceAction = z.discriminatedUnion('do', [...deviceActions]);
export type DeviceAction = z.infer<typeof DeviceAction>;

const processActions = [
  z.strictObject({ do: z.literal('center'), action: z.enum(['stop', 'start']) }).describe('The points center'),
  z
    .strictObject({ do: z.literal('station'), action: z.literal('kill') })
    .describe('Power cut: it is started again like after any death'),
] as const;

/** The same where a station and a center run beside the devices. */
export const BenchAction = z.discriminatedUnion('do', [...deviceActions, ...processActions]);
export type BenchAction = z.infer<typeof BenchAction>;

const How = z.enum(['simulated', 'real', 'replayed']);
const common = {
  is: How,
  /** What the configuration of a station names. */
  address: z.string(),
  /** A real HID device is opened by the station itself and counts as plugged. */
  plugged: z.boolean(),
  /** What the host did against the protocol. */
  breaches: z.array(z.string()),
};

export const DevicesState = z.strictObject({
  speed: Speed,
  cards: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      about: z.string(),
      look: z.string(),
      balanceYen: z.number().nullable(),
      onReader: z.boolean(),
    }),
  ),
  cardFaults: z.array(z.strictObject({ id: CardFault, label: z.string() })),
  reader: z
    .strictObject({
      ...common,
      armedFault: CardFault.nullable(),
      /** How often the machine has looked and nothing lay there. */
      emptyLooks: z.int(),
    })
    .nullable(),
  printer: z
    .strictObject({
      ...common,
      /** Of a printer that is not simulated only the station knows. */
      paper: z.enum(['ok', 'low', 'out', 'unknown']),
      cover: z.enum(['closed', 'open', 'unknown']),
      cutter: z.enum(['free', 'jammed', 'unknown']),
      head: z.enum(['cool', 'hot', 'unknown']),
      /** The newest, in order; `id` counts from 0. */
      pieces: z.array(z.strictObject({ id: z.number(), svg: z.string(), text: z.string() })),
    })
    .nullable(),
  tower: z
    .strictObject({ ...common, lamps: z.record(z.string(), z.string()), buzzer: z.string(), calls: z.number() })
    .nullable(),
});
export type DevicesState = z.infer<typeof DevicesState>;

/** A card as it is, without asking any reader. */
export const CardTruth = z.strictObject({
  id: z.string(),
  idm: z.string(),
  balanceYen: z.number(),
  updateNumber: z.number(),
  /** 16 bytes each in hexadecimal, newest first. */
  history: z.array(z.string()),
});
export type CardTruth = z.infer<typeof CardTruth>;

export const WireEntry = z.strictObject({
  n: z.number(),
  device: DeviceName,
  /** Milliseconds since the rig began. */
  at: z.number(),
  from: z.enum(['host', 'device']),
  hex: z.string(),
  /** What the bytes say, as far as a message ended in them. */
  words: z.array(z.string()),
});
export type WireEntry = z.infer<typeof WireEntry>;
