import { createHash } from 'node:crypto';
import * as z from 'zod';
import { fromHex, type Hex, toHex } from '../../bytes.ts';
import type { FieldCard } from '../../reader/field.ts';
import { rigStaffCardKey } from '../../sam/rig-keys.ts';
import { BALANCE_CEILING_YEN, encodeDate, encodeRecord, HISTORY_BLOCKS } from '../icoca.ts';
import { encodeStaff, staffIdBlock } from '../staff-card.ts';
import { LiteSCard } from './lite-s.ts';
import { randomStore } from './memory.ts';
import { FelicaStandardCard } from './standard.ts';
import { TransitCard } from './transit.ts';
import { TypeACard } from './type-a.ts';

const hex = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-fA-F]{${bytes * 2}}$`), `${bytes} bytes in hexadecimal`)
    .transform((text) => text.toLowerCase());

const byte = z.int().min(0).max(0xff);

/** A day that fits into the two bytes of a card. */
const cardDate = z.string().refine((text) => {
  try {
    encodeDate(text);
    return true;
  } catch {
    return false;
  }
}, 'a date from 2000-01-01 to 2127-12-31, YYYY-MM-DD');

/** A history record by its fields or, for the strange ones, by its 16 bytes. */
const RecordSpec = z.union([
  hex(16),
  z.strictObject({
    date: cardDate,
    terminal: byte,
    process: byte,
    payment: byte.optional(),
    gate: byte.optional(),
    entry: hex(2).optional(),
    exit: hex(2).optional(),
    balanceYen: z.int().min(0).max(0xffff),
    /** Without it: one less than the record after it; the newest has the card's own number. */
    sequence: z.int().min(0).max(0xffff).optional(),
    region: byte.optional(),
  }),
]);

const carried = {
  idm: hex(8).optional(),
  pmm: hex(8).optional(),
  /** Which part of the longest time of its PMm the card takes; above 1 it is slower than it says. */
  pace: z.number().positive().max(100).optional(),
};

const value = {
  ...carried,
  /** Yen. More than the issuers' ceiling is possible on the wire, and so it is here. */
  balanceYen: z.int().min(0).max(0xffff),
  updateNumber: z.int().min(0).max(0xffff).optional(),
  /** Newest first. Left out: one charge that explains the balance; `[]`: none. */
  history: z.array(RecordSpec).max(HISTORY_BLOCKS).optional(),
};

const IcocaKind = z.enum(['icoca', 'smart-icoca', 'mobile-icoca', 'child-icoca', 'pass-without-sf']);
const OtherIssuer = z.enum([
  'Suica',
  'PASMO',
  'TOICA',
  'manaca',
  'Kitaca',
  'SUGOCA',
  'nimoca',
  'hayakaken',
  'PiTaPa',
  'icsca',
]);

/** A card file of the rig: everything that a simulated card is made from. */
export const CardSpec = z.discriminatedUnion('kind', [
  z.strictObject({ kind: IcocaKind, cardNumber: z.string().regex(/^JW[0-9A-Z]{15}$/), ...value }),
  z.strictObject({ kind: z.literal('other-issuer'), issuer: OtherIssuer, ...value }),
  z.strictObject({
    kind: z.literal('staff'),
    staffId: z.string().regex(/^[0-9A-Z-]{1,14}$/),
    role: z.enum(['attendant', 'engineer']),
    /** A card that looks right and has another key. */
    forged: z.boolean().optional(),
    ...carried,
  }),
  /** A FeliCa Lite-S as it comes from the shop. */
  z.strictObject({ kind: z.literal('blank-lite-s'), ...carried }),
  z.strictObject({ kind: z.literal('type-a'), uid: hex(4).optional() }),
  z.strictObject({ kind: z.literal('other-felica'), systemCode: hex(2), ...carried }),
]);
/** As written in a card file. */
export type CardSpec = z.input<typeof CardSpec>;
/** The cards that carry value, and those of them that are ICOCA. */
export type TransitSpec = Extract<CardSpec, { balanceYen: number }>;
export type IcocaSpec = Extract<CardSpec, { cardNumber: string }>;
type CheckedSpec = z.output<typeof CardSpec>;

/** Makes the card that a checked or hand-written spec describes; throws zod's error where it is none. */
export function simulatedCardFrom(spec: CardSpec, random?: (bytes: number) => Uint8Array): FieldCard {
  const card = CardSpec.parse(spec);
  switch (card.kind) {
    case 'staff':
      return staffCard(card);
    case 'blank-lite-s':
      return new LiteSCard({ ...defined(card), idm: card.idm ?? idmOf('blank Lite-S') });
    case 'type-a':
      return new TypeACard(card.uid ?? '04fb0ee2');
    case 'other-felica':
      return otherFelica(card);
    default:
      return transitCard(card, random);
  }
}

/** The same for a card that carries value, so that its truth can be looked into. */
export function simulatedTransitCard(spec: TransitSpec, random?: (bytes: number) => Uint8Array): TransitCard {
  return transitCard(CardSpec.parse(spec) as Extract<CheckedSpec, { balanceYen: number }>, random);
}

function transitCard(
  card: Extract<CheckedSpec, { balanceYen: number }>,
  random: ((bytes: number) => Uint8Array) | undefined,
): TransitCard {
  const updateNumber = card.updateNumber ?? 0x0010;
  const isIcoca = card.kind !== 'other-issuer';
  return new TransitCard({
    idm: card.idm ?? idmOf(isIcoca ? card.cardNumber : card.issuer),
    ...(card.pmm && { pmm: card.pmm }),
    ...(card.pace && { pace: card.pace }),
    ...(random && { random }),
    issuer: card.kind === 'other-issuer' ? card.issuer : 'ICOCA',
    issue: card.kind === 'other-issuer' ? null : { cardNumber: card.cardNumber, cardKind: card.kind },
    balanceYen: card.balanceYen,
    updateNumber,
    history: historyOf(card.history ?? defaultHistory(card.balanceYen), updateNumber),
  });
}

function historyOf(records: readonly z.output<typeof RecordSpec>[], updateNumber: number): Hex[] {
  return records.map((record, age) =>
    typeof record === 'string'
      ? record
      : toHex(encodeRecord({ ...defined(record), sequence: record.sequence ?? (updateNumber - age) & 0xffff })),
  );
}

/** Without the members that are there and undefined, which `exactOptionalPropertyTypes` keeps apart from absent ones. */
function defined<Fields extends object>(fields: Fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, given]) => given !== undefined)) as {
    [Key in keyof Fields]: Exclude<Fields[Key], undefined>;
  };
}

/** A charge at a ticket machine that explains the whole balance. */
function defaultHistory(balanceYen: number): z.output<typeof RecordSpec>[] {
  if (balanceYen === 0 || balanceYen > BALANCE_CEILING_YEN) return [];
  return [{ date: '2023-03-01', terminal: 0x08, process: 0x02, entry: '0107', balanceYen }];
}

function staffCard(card: Extract<CheckedSpec, { kind: 'staff' }>): LiteSCard {
  const idm = card.idm ?? idmOf(`staff ${card.staffId}`);
  const idBlock = staffIdBlock(fromHex(idm));
  const key = rigStaffCardKey(idBlock);
  return new LiteSCard({
    idm,
    ...(card.pmm && { pmm: card.pmm }),
    ...(card.pace && { pace: card.pace }),
    cardKey: card.forged ? key.map((byte) => byte ^ 0x5a) : key,
    idBlock,
    pads: [encodeStaff(card)],
    isLocked: true,
  });
}

function otherFelica(card: Extract<CheckedSpec, { kind: 'other-felica' }>): FelicaStandardCard {
  return new FelicaStandardCard({
    pmm: card.pmm ?? '0120220427674eff',
    ...(card.pace && { pace: card.pace }),
    systems: [
      {
        code: Number.parseInt(card.systemCode, 16),
        idm: card.idm ?? idmOf(`system ${card.systemCode}`),
        key: new Uint8Array(8),
        areas: [],
        services: [{ code: 0x000b, key: null, store: randomStore([new Uint8Array(16)]) }],
      },
    ],
  });
}

/** Some IDm of system 0 that is always the same for the same card: `01 01` and a hash. Only simulated cards do so. */
function idmOf(name: string): Hex {
  return `0101${createHash('sha256').update(`simulated card ${name}`).digest('hex').slice(0, 12)}`;
}
