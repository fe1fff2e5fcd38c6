/**
 * A whole world in one process under a simulated clock: points center, stations with journals on disk, readers at the
 * end of a line, cards. Used wherever money has to be followed from the ledger onto the card and back.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CallName } from '../../center/contract/index.ts';
import { post } from '../../center/ledger/ledger.ts';
import { storeRegistration } from '../../center/registration.ts';
import { reissue } from '../../center/reissue.ts';
import { type EmbeddedCenter, embeddedCenter } from '../../center/service.ts';
import { openSqlite, type SqliteDatabase } from '../../center/sqlite.ts';
import { type IcocaSpec, simulatedTransitCard } from '../../hardware/card/simulator/spec.ts';
import type { TransitCard } from '../../hardware/card/simulator/transit.ts';
import { type PlayClock, SimulatedClock } from '../../hardware/clock.ts';
import type { Handler } from '../../station/center/in-process.ts';
import { type TestFolder, testFolder } from '../../station/journal/testing/fixture.ts';
import type { Planted } from './planted.ts';
import { seededRandom } from './random.ts';
import { TestStation } from './station.ts';

export const TODAY = '2023-04-10';
/** The days that a world can be moved to: a year ends among them. */
const DAYS = ['2023-04-09', TODAY, '2023-04-11', '2024-01-01', '2024-01-02'] as const;
export const TERMS = 'ICOCAポイント';

/** What lies in a passenger's pocket. */
export interface WorldCard {
  readonly cardNumber: string;
  readonly card: TransitCard;
  /** What was granted to it, in points, before the world began. */
  readonly granted: number;
  readonly balanceAtStart: number;
}

export interface NewCard {
  readonly balanceYen?: number;
  readonly points?: number;
  readonly registered?: boolean;
  readonly history?: readonly string[];
  readonly updateNumber?: number;
  /** What else its card file says. */
  readonly spec?: Partial<IcocaSpec>;
  readonly registeredOn?: string;
  /** Where the card's challenges come from. */
  readonly random?: (bytes: number) => Uint8Array;
}

export interface WorldOptions {
  readonly seed?: number;
  /** A mistake, planted to see it found. */
  readonly planted?: Planted;
  /** A simulated one where left out. */
  readonly clock?: PlayClock;
}

export function createWorld(options: WorldOptions = {}): World {
  return new World(options.seed ?? 1, options.planted ?? null, options.clock ?? new SimulatedClock());
}

/** Tables take 4 ms to make, a world lives for some 70: they are made once a thread and copied. */
let madeBooks: Uint8Array | null = null;

function emptyBooks(): DatabaseSync {
  if (!madeBooks) {
    const made = new DatabaseSync(':memory:');
    openSqlite(made);
    madeBooks = made.serialize();
    made.close();
  }
  const books = new DatabaseSync(':memory:');
  books.deserialize(madeBooks);
  return books;
}

export class World {
  readonly clock: PlayClock;
  readonly random: () => number;
  readonly cards: WorldCard[] = [];
  readonly stations: TestStation[] = [];
  /** The center's books; what stands in them is the center's truth. */
  readonly books = emptyBooks();
  readonly #folder: TestFolder = testFolder();
  #center: EmbeddedCenter | null = null;
  #handler: Handler | null = null;
  #ids = 0;
  /** The center's, and what the customer center does in it, and what was there before. */
  readonly #database: SqliteDatabase = openSqlite(this.books);
  readonly #changes = this.books.prepare('SELECT total_changes() AS changes');
  #checked: { readonly changes: number; readonly faults: readonly string[] } | null = null;

  /** The business date; the center's word. */
  today = TODAY;
  #latest = TODAY;
  readonly planted: Planted | null;

  constructor(seed: number, planted: Planted | null, clock: PlayClock) {
    this.clock = clock;
    this.planted = planted;
    this.random = seededRandom(seed);
    this.startCenter();
  }

  get center(): EmbeddedCenter | null {
    return this.#center;
  }

  /** The business date moves by so many days, as far as the world goes. */
  moveDate(days: number): void {
    const index = DAYS.indexOf(this.today as (typeof DAYS)[number]) + days;
    if (this.today > this.#latest) this.#latest = this.today;
    this.today = DAYS[index] ?? this.today;
  }

  /** Where the date went back, the day comes again that it had been. */
  catchUp(): void {
    if (this.#latest > this.today) this.today = this.#latest;
  }

  /** What the network finds where the center should be. */
  async handle(name: CallName, body: unknown): Promise<{ status: number; body: unknown }> {
    return (await this.#handler?.handle(name, body)) ?? { status: 502, body: 'nobody there' };
  }

  /** The center's process dies; its database stays. */
  killCenter(): void {
    this.#center = null;
    this.#handler = null;
  }

  startCenter(): void {
    if (this.#center) return;
    this.#center = this.#newCenter();
    this.#handler = this.planted?.handler?.(this.#center) ?? this.#center;
  }

  newId(): string {
    const bytes = Array.from({ length: 16 }, () =>
      Math.floor(this.random() * 256)
        .toString(16)
        .padStart(2, '0'),
    ).join('');
    const variant = '89ab'[Math.floor(this.random() * 4)];
    return `${bytes.slice(0, 8)}-${bytes.slice(8, 12)}-4${bytes.slice(13, 16)}-${variant}${bytes.slice(17, 20)}-${bytes.slice(20)}`;
  }

  addStation(stationId = `STATION-${this.stations.length + 1}`): TestStation {
    // Each has its own, as its archives lie beside its journal.
    const folder = join(this.#folder.path, stationId);
    mkdirSync(folder);
    const station = new TestStation(this, stationId, join(folder, 'journal.sqlite'));
    this.stations.push(station);
    return station;
  }

  addCard(wanted: NewCard = {}): WorldCard {
    const {
      balanceYen = 1_200,
      points = 5_000,
      registered = true,
      registeredOn = TODAY,
      history,
      updateNumber,
    } = wanted;
    const cardNumber = wanted.spec?.cardNumber ?? `JW${String(++this.#ids).padStart(15, '0')}`;
    const spec: IcocaSpec = {
      kind: 'icoca',
      balanceYen,
      ...(history && { history: [...history] }),
      ...(updateNumber !== undefined && { updateNumber }),
      ...wanted.spec,
      cardNumber,
    };
    const card = simulatedTransitCard(spec, wanted.random);
    if (registered) this.#database.write(() => storeRegistration(cardNumber, { registeredOn, termsVersion: TERMS }));
    if (points > 0) {
      this.#database.write(() =>
        post({ cardNumber, source: 'grants', target: 'outstanding', points, valueOn: TODAY, bookedOn: TODAY }),
      );
    }
    const added = { cardNumber, card, granted: points, balanceAtStart: spec.balanceYen };
    this.cards.push(added);
    return added;
  }

  /** The customer center issues another card in place of this one; what lies on the old card stays there. */
  reissue(old: WorldCard): WorldCard {
    const fresh = this.addCard({ balanceYen: 500, points: 0, registered: false });
    const event = { on: this.today, type: 'reissue', card: old.cardNumber, to: fresh.cardNumber } as const;
    this.#database.write(() => reissue(event, this.today));
    return fresh;
  }

  /** What the center finds wrong with its books; books in which no row has changed since are not read again. */
  check(): readonly string[] {
    if (!this.#center) return ['the center is down: start it before looking'];
    const changes = Number(this.#changes.get()?.changes);
    if (this.#checked?.changes !== changes) this.#checked = { changes, faults: this.#center.check() };
    return this.#checked.faults;
  }

  /** How many entries of this station's journal the center knows of; 0: it has never heard of it. */
  headOf(stationId: string): number {
    const row = this.books.prepare('SELECT journal_entry AS entry FROM stations WHERE station_id = ?').get(stationId);
    return Number(row?.entry ?? 0);
  }

  /** Transfers that the center holds points for. */
  openHolds(): string[] {
    return this.books
      .prepare('SELECT transfer_id FROM open_holds')
      .all()
      .map((row) => String(row.transfer_id));
  }

  async remove(): Promise<void> {
    for (const station of this.stations) await station.kill();
    this.#folder.remove();
    if (this.books.isOpen) this.books.close();
  }

  #newCenter(): EmbeddedCenter {
    return embeddedCenter(this.#database, () => this.today);
  }
}
