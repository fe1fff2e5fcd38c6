import { concat, fromHex, type Hex, toHex } from '../../bytes.ts';
import type { FieldAnswer, FieldCard } from '../../reader/field.ts';
import { rigAreaKey, rigServiceKey, rigSystemKey } from '../../sam/rig-keys.ts';
import { BLOCK_BYTES } from '../felica.ts';
import {
  decodeBalance,
  encodeBalance,
  encodeDate,
  encodeIssue,
  encodeRecord,
  GATE_LOG_BLOCKS,
  HISTORY_BLOCKS,
  isUnused,
  nextNumber,
  Service,
} from '../icoca.ts';
import { servicesOnlyOn } from '../issuer.ts';
import type { IssueData, Issuer } from '../port.ts';
import { type BlockStore, cyclicStore, randomStore } from './memory.ts';
import { FelicaStandardCard, type ForcedStatus, type SimulatedService } from './standard.ts';

/** PMm of a real Suica (docs/facts/felica.md §3.5): the timing of a transit card. */
const TRANSIT_PMM = '100b4b428485d0ff';
const SYSTEM_TRANSIT = 0x0003;
const SYSTEM_COMMON = 0xfe00;

/** What every card of the family has (§4.1), beside what only its issuer's cards have. */
const FAMILY_SERVICES: readonly number[] = [
  0x0048, 0x004a, 0x0088, 0x008b, 0x00c8, 0x00ca, 0x00cc, 0x00ce, 0x00d0, 0x00d2, 0x00d4, 0x00d6, 0x0810, 0x0812,
  0x0816, 0x0850, 0x0852, 0x0856, 0x0890, 0x0892, 0x0896, 0x08c8, 0x08ca, 0x090c, 0x090f, 0x1008, 0x100a, 0x1048,
  0x104a, 0x108c, 0x108f, 0x10c8, 0x10cb, 0x1108, 0x110a, 0x1148, 0x114a,
];
/** The rest of an ICOCA's own services; an ICOCA lacks 090A, the others have it (§4.1). */
const MORE_ON_ICOCA: readonly number[] = [0x1a4a, 0x1a88, 0x1a8a, 0x960a];
const NOT_ON_ICOCA: readonly number[] = [0x090a];

/** Areas of the rig's layout, beginning and end. */
const AREAS: readonly (readonly [code: number, end: number])[] = [
  [0x0000, 0xfffe],
  [0x0040, 0x07ff],
  [0x0800, 0x0fff],
  [0x1000, 0x17ff],
];

export interface TransitCardOptions {
  readonly idm: Hex;
  readonly pmm?: Hex;
  /** Null: a card of the family that nobody can name. */
  readonly issuer: Issuer | null;
  /** Only cards with the rig's keys have a readable one: null on cards of other issuers. */
  readonly issue: IssueData | null;
  readonly balanceYen: number;
  readonly updateNumber: number;
  /** 16 bytes each, newest first, at most 20. */
  readonly history: readonly Hex[];
  /** Part of the PMm's longest time that the card takes. */
  readonly pace?: number;
  readonly readLimit?: number;
  readonly random?: (bytes: number) => Uint8Array;
}

/** One write that the card has done; everything as it stands after it. */
export interface Commit {
  readonly services: readonly number[];
  readonly secure: boolean;
  readonly balanceYen: number;
  readonly updateNumber: number;
  readonly newest: Hex | null;
}

/** Where and when a card was used away from our machines. */
export interface UseElsewhere {
  readonly date: string;
  /** Line and station, `0107`. */
  readonly station: Hex;
}

/**
 * A card of the ICOCA family: FelicaStandardCard with the blocks of docs/facts/felica.md §4, the truth about its money
 * open to inspection (invariants I1 and I3), and what other machines do to it.
 */
export class TransitCard implements FieldCard {
  readonly technology = 'felica';
  readonly idm: Hex;
  readonly pmm: Hex;
  readonly issuer: Issuer | null;
  readonly issue: IssueData | null;
  /** Every write a reader made, oldest first. */
  readonly commits: Commit[] = [];
  #elsewhereYen = 0;
  readonly #card: FelicaStandardCard;
  readonly #balance: BlockStore;
  readonly #history: BlockStore;
  readonly #gateLog: BlockStore;
  readonly #entry: BlockStore;

  constructor(options: TransitCardOptions) {
    this.idm = options.idm;
    this.pmm = options.pmm ?? TRANSIT_PMM;
    this.issuer = options.issuer;
    this.issue = options.issue;
    this.#balance = randomStore([encodeBalance(fromHex(attributes(options.issuer)), options)]);
    this.#history = cyclicStore(HISTORY_BLOCKS, options.history.map(fromHex));
    this.#gateLog = cyclicStore(GATE_LOG_BLOCKS, []);
    this.#entry = randomStore([new Uint8Array(BLOCK_BYTES), new Uint8Array(BLOCK_BYTES)]);
    this.#card = new FelicaStandardCard({
      ...options,
      pmm: this.pmm,
      systems: [this.#transitSystem(), commonSystem(options.idm)],
      onCommit: (services, secure) => this.#note(services, secure),
    });
  }

  get balanceYen(): number {
    return this.#balanceBlock().balanceYen;
  }

  get updateNumber(): number {
    return this.#balanceBlock().updateNumber;
  }

  /** Used records, newest first. */
  get history(): readonly Hex[] {
    const blocks = Array.from({ length: HISTORY_BLOCKS }, (_, block) => this.#history.read(block));
    return blocks.flatMap((block) => (block && !isUnused(block) ? [toHex(block)] : []));
  }

  /** What other machines have put on it (+) and taken from it (−), in yen. */
  get elsewhereYen(): number {
    return this.#elsewhereYen;
  }

  /** What the host did against the protocol. */
  get breaches(): readonly string[] {
    return this.#card.breaches;
  }

  get mode(): number {
    return this.#card.mode;
  }

  handle(packet: Uint8Array): FieldAnswer | null {
    return this.#card.handle(packet);
  }

  fieldOff(): void {
    this.#card.fieldOff();
  }

  /** The next write is answered with these flags, done or not. */
  forceNextWrite(status: ForcedStatus): void {
    this.#card.forceNextWrite(status);
  }

  /** Through a gate into a station: the number moves, no record (design §3). */
  gateEntry(use: UseElsewhere & { readonly time: string }): void {
    this.#move(this.balanceYen);
    const station = fromHex(use.station);
    this.#entry.write(0, concat(station, new Uint8Array(14)));
    this.#gateLog.write(0, passage(0xa0, use, 0));
  }

  /** Out through a gate: the fare is paid and the trip recorded. */
  gateExit(use: UseElsewhere & { readonly time: string; readonly fareYen: number }): void {
    const entry = toHex(this.#entry.read(0) ?? new Uint8Array(2)).slice(0, 4);
    this.#gateLog.write(0, passage(0x20, use, use.fareYen));
    this.#entry.write(0, new Uint8Array(BLOCK_BYTES));
    this.#move(this.balanceYen - use.fareYen);
    this.#record({ terminal: 0x16, process: 0x01, gate: 0x02, date: use.date, entry, exit: use.station });
  }

  /** Goods in a shop; `terminal` is the till. */
  buy(use: { readonly date: string; readonly yen: number; readonly terminal?: Hex }): void {
    this.#move(this.balanceYen - use.yen);
    this.#record({ terminal: 0xc7, process: 0x46, date: use.date, exit: use.terminal ?? '2928' });
  }

  /** Cash onto the card at another machine. */
  charge(use: UseElsewhere & { readonly yen: number }): void {
    this.#move(this.balanceYen + use.yen);
    this.#record({ terminal: 0x08, process: 0x02, date: use.date, entry: use.station });
  }

  #balanceBlock() {
    return decodeBalance(this.#balance.read(0) ?? new Uint8Array(BLOCK_BYTES));
  }

  /** At another machine. */
  #move(balanceYen: number): void {
    this.#elsewhereYen += balanceYen - this.balanceYen;
    const before = this.#balance.read(0) ?? new Uint8Array(BLOCK_BYTES);
    this.#balance.write(0, encodeBalance(before, { balanceYen, updateNumber: nextNumber(this.updateNumber) }));
  }

  #record(fields: { terminal: number; process: number; gate?: number; date: string; entry?: Hex; exit?: Hex }): void {
    const { balanceYen, updateNumber } = this.#balanceBlock();
    this.#history.write(0, encodeRecord({ ...fields, balanceYen, sequence: updateNumber }));
  }

  #note(services: readonly number[], secure: boolean): void {
    const { balanceYen, updateNumber } = this.#balanceBlock();
    this.commits.push({ services, secure, balanceYen, updateNumber, newest: this.history[0] ?? null });
  }

  #transitSystem() {
    const key = keysOf(this.issuer);
    const issue = randomStore([this.issue ? encodeIssue(this.issue) : new Uint8Array(BLOCK_BYTES)]);
    const known = new Map<number, BlockStore>([
      [Service.issue, issue],
      [Service.balanceKeyed, this.#balance],
      [Service.balanceOpen, this.#balance],
      [Service.historyKeyed, this.#history],
      [Service.historyOpen, this.#history],
      [Service.gateLogKeyed, this.#gateLog],
      [Service.gateLogOpen, this.#gateLog],
      [Service.entryOpen, this.#entry],
    ]);
    const services = serviceCodes(this.issuer).map(
      (code): SimulatedService => ({
        code,
        key: (code & 1) === 1 ? null : key(rigServiceKey(code)),
        store: known.get(code) ?? randomStore([new Uint8Array(BLOCK_BYTES)]),
      }),
    );
    return {
      code: SYSTEM_TRANSIT,
      idm: this.idm,
      key: key(rigSystemKey(SYSTEM_TRANSIT)),
      areas: AREAS.map(([code, end]) => ({ code, end, key: key(rigAreaKey(code)) })),
      services,
    };
  }
}

/** The second system of the family's cards; the first half byte of the IDm counts the systems (§3.1). */
function commonSystem(idm: Hex) {
  return { code: SYSTEM_COMMON, idm: `1${idm.slice(1)}`, key: rigSystemKey(SYSTEM_COMMON), areas: [], services: [] };
}

/** Block 008B before balance and number: byte 8 is 3x on an ICOCA, x2 Kansai; 20 as on the real Suica (§4.2). */
function attributes(issuer: Issuer | null): Hex {
  return issuer === 'ICOCA' ? '00000000000000003200000000000000' : '00000000000000002000000000000000';
}

function serviceCodes(issuer: Issuer | null): readonly number[] {
  const own = issuer ? servicesOnlyOn(issuer) : [];
  return [...FAMILY_SERVICES, ...(issuer === 'ICOCA' ? MORE_ON_ICOCA : NOT_ON_ICOCA), ...own];
}

/** Cards of other issuers have other keys: the rig's SAM must not get in. */
function keysOf(issuer: Issuer | null): (key: Uint8Array) => Uint8Array {
  return issuer === 'ICOCA' ? (key) => key : (key) => key.map((byte) => byte ^ 0xa5);
}

/** A block of 108F: BCD time, little endian amount (§4.5). */
function passage(kind: number, use: UseElsewhere & { readonly time: string }, yen: number): Uint8Array {
  const date = encodeDate(use.date);
  return concat(
    Uint8Array.of(kind, 0),
    fromHex(use.station),
    Uint8Array.of(0x10, 0x15, date >> 8, date & 0xff),
    fromHex(use.time.replace(':', '')),
    Uint8Array.of(yen & 0xff, yen >> 8, 0, 0, 0, 0),
  );
}
