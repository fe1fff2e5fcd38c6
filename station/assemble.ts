/**
 * One station from its parts: driver, card access, journal, money path, business day, receipts, machine. The same for the
 * process (serial lines, HTTP) and for tests (lines in memory, a center in the same process, a simulated clock).
 */
import { hash } from 'node:crypto';
import { dirname } from 'node:path';
import type { InspectionEvent } from 'xstate';
import type { CenterClient } from '../center/contract/index.ts';
import { createCardAccess } from '../hardware/card/access.ts';
import type { Clock } from '../hardware/clock.ts';
import { createPrinter } from '../hardware/printer/driver.ts';
import { createReader } from '../hardware/reader/driver.ts';
import { fail, ok, type Result, unreachable } from '../hardware/result.ts';
import { createRigSam } from '../hardware/sam/rig-sam.ts';
import type { Line } from '../hardware/stream.ts';
import { createTower } from '../hardware/tower/driver.ts';
import { type BenchView, showingJournal } from './bench-view.ts';
import type { CenterTime } from './center/center-time.ts';
import { createBusinessDay } from './center/day.ts';
import { onceTaken } from './center/taken.ts';
import { createClockWatch } from './clock-watch.ts';
import type { StationConfig } from './config.ts';
import { delays } from './delays.ts';
import { openJournal } from './journal/index.ts';
import type { Journal } from './journal/journal.ts';
import type { Log } from './log.ts';
import type { OutOfServiceReason } from './machine/deps.ts';
import { createOpening, type OpeningHours } from './opening-hours.ts';
import { createReceiptDesk, type ReceiptDesk } from './receipts/desk.ts';
import { assembleStaff } from './staff/assemble.ts';
import { assembleDevices, printerRecoveries, readerRecoveries } from './staff/devices/parts.ts';
import { countingTransfers } from './staff/devices/transfer-count.ts';
import type { PowerAct } from './staff/parts.ts';
import { closeUntilStaff } from './staff/service.ts';
import { createSettings, noSettings, type Settings } from './staff/settings/settings.ts';
import { createStation, type Station } from './station.ts';
import { followWithTower } from './tower-signal.ts';
import type { TransferPoint } from './transfer/deps.ts';
import { createMoney } from './transfer/money.ts';
import { systemWallClock, type WallClock } from './wall-clock.ts';

export interface Parts {
  readonly config: Pick<StationConfig, 'station' | 'profile' | 'sam' | 'mode' | 'exportTo' | 'openingHours'> & {
    readonly display?: StationConfig['display'];
    readonly center?: StationConfig['center'];
    readonly reader: Pick<StationConfig['reader'], 'kind'>;
    readonly printer: Pick<StationConfig['printer'], 'widthMm' | 'proof'>;
    readonly keepArchives?: number;
  };
  readonly clock: Clock;
  readonly log: Log;
  readonly readerLine: Line;
  readonly printerLine: Line;
  /** Null: a machine without a signal tower. */
  readonly towerLine?: Line | null;
  readonly center: CenterClient;
  readonly journalPath: string;
  /** A new UUID. */
  readonly newId: () => string;
  readonly softwareVersion: string;
  /** Of the program, where it is known. */
  readonly buildHash?: string | null;
  /** Japan's wall clock; the system's where left out. */
  readonly wall?: WallClock;
  /** Between two looks of the idle screen at the reader, ms; `delays.idleLook` where left out. */
  readonly idleLookMs?: number;
  /** What time it is at the center, where its answers say so. */
  readonly centerTime?: CenterTime;
  /** The configuration file and what stood in it at the start; left out: nothing can be set. */
  readonly configuration?: { readonly file: string; readonly started: StationConfig };
  /** Asks whoever runs this process to start it again, or to switch the machine off. */
  readonly power?: (act: PowerAct) => void;
  /** It has died again and again: it serves nobody until staff have opened it. */
  readonly closed?: boolean;
  /**
   * Random bytes for challenges, and the spread of repetitions; the system's where left out. A rig that plays the same
   * twice gives its own.
   */
  readonly random?: (bytes: number) => Uint8Array;
  /** log2 of the cost of a PIN; smaller in tests only. */
  readonly pinCost?: number;
  /** Every named moment of the money path; nothing happens there in production. */
  readonly at?: (point: TransferPoint) => Promise<void>;
  /** Sees every event and state of the machine: for tests and the bench. */
  readonly observe?: (seen: InspectionEvent) => void;
  /** Sees the journal as it is written: for the bench. */
  readonly showJournal?: (view: BenchView) => void;
}

export interface Assembly {
  readonly station: Station;
  /** Does a page show the screens? The tower says it to those who stand far away. */
  shown(isShown: boolean): void;
  start(): void;
  /** Finishes value in flight, then ends everything in order. */
  stop(): Promise<void>;
}

export function assembleStation(parts: Parts): Assembly {
  const { config, clock, log, newId, center, softwareVersion } = parts;
  const stationId = config.station.id;
  const { widthMm } = config.printer;
  const reader = createReader({
    kind: config.reader.kind,
    line: parts.readerLine,
    clock,
    log: (message) => log.warn('reader', { message }),
  });
  const printer = createPrinter({ ...config.printer, line: parts.printerLine, clock });
  const { random } = parts;
  const sam = config.sam === 'rig' ? createRigSam(random ? { random } : {}) : null;
  const card = createCardAccess({ reader, sam, ...(random && { random }) });
  const tower = parts.towerLine
    ? createTower({ line: parts.towerLine, clock, log: (message) => log.warn('tower', { message }) })
    : null;
  const found = openedJournal(parts);
  const opened = found.ok && parts.showJournal ? ok(showingJournal(found.value, parts.showJournal)) : found;
  const counting = opened.ok ? countingTransfers(opened.value) : null;
  const journal = counting ? ok(counting.journal) : opened;
  const wall = parts.wall ?? systemWallClock;
  const day = createBusinessDay({
    center,
    clock,
    log,
    stationId,
    softwareVersion,
    journalHead: () => (journal.ok ? journal.value.head() : { entry: 0, hash: '0'.repeat(64) }),
    contains: (head) => journal.ok && journal.value.contains(head),
    devices: () => ({
      reader: reader.status,
      printer: printer.status,
      // Messages that wait for an answer, for the operator's board.
      ...(journal.ok && { outbox: String(journal.value.state.outbox.size) }),
    }),
  });
  const money = journal.ok
    ? ok(
        createMoney({
          journal: journal.value,
          center: onceTaken(center, day),
          cards: card,
          clock,
          newId,
          log,
          mark: { code: config.station.code, region: config.station.region },
          softwareVersion,
          wall,
          ...(parts.at && { at: parts.at }),
          ...(random && { random: () => (random(1)[0] ?? 0) / 256 }),
        }),
      )
    : journal;
  const live = liveSettings(parts);
  const watch = createClockWatch({
    clock,
    wall,
    businessDate: () => day.today?.businessDate ?? null,
    centerTime: () => parts.centerTime?.now() ?? null,
  });
  const opening = createOpening({ hours: () => live.hours, clock, watch });
  day.onChange(() => opening.look());
  const devices = assembleDevices({
    clock,
    log,
    folder: dirname(parts.journalPath),
    reader,
    printer,
    tower,
    sam,
    card,
    day,
    centerUrl: config.center?.url ?? '',
    watch,
    hasHours: () => live.hours !== null,
    journal,
    audit: () => ({ problem: staff.audit.problem, after: staff.audit.state.after }),
    transfers: () => counting?.transfers() ?? 0,
    software: parts.buildHash ? `${softwareVersion} (${parts.buildHash})` : softwareVersion,
  });
  const settings = settingsOf(parts, journal.ok ? journal.value : null, (set) => {
    live.display = set.display;
    live.hours = set.openingHours ?? null;
    opening.look();
  });
  const receipts: ReceiptDesk = journal.ok
    ? createReceiptDesk({
        printer: devices.roll.counting(printer, widthMm),
        journal: journal.value,
        // The passenger's paper names the machine too: staff look for it by both.
        stationName: `${config.station.name} ${config.station.id}`,
        widthMm,
        language: () => station.screen.language,
        pointName: () => day.today?.pointName ?? null,
      })
    : noReceipts;
  const businessDate = () => day.today?.businessDate ?? null;
  const staff = { ...assembleStaff(parts, journal.ok ? journal.value : null, businessDate), devices, settings };
  const station = createStation(
    {
      clock,
      log,
      profile: config.profile,
      stationId,
      stationName: config.station.name,
      softwareVersion,
      card,
      reader,
      recoveries: () => ({ reader: readerRecoveries(reader), printer: printerRecoveries(printer) }),
      money,
      day,
      receipts,
      staff,
      opening,
      display: () => live.display,
      refused: () => refusedOf(station),
      idleLookMs: parts.idleLookMs ?? delays.idleLook,
    },
    { firstRevision: firstRevision(newId), ...(parts.observe && { observe: parts.observe }) },
  );
  const shown = tower && followWithTower(station, tower);
  if (parts.closed) closeUntilStaff(staff.service);
  return {
    station,
    shown: (isShown) => shown?.(isShown),
    start() {
      reader.start();
      printer.start();
      tower?.start();
      // Without a journal there is nothing to say to the center.
      if (journal.ok) void day.start();
      station.start();
      opening.start();
    },
    async stop() {
      await station.stop();
      opening.stop();
      day.stop();
      if (money.ok) await money.value.stop();
      staff.audit.close();
      await Promise.all([reader.stop(), printer.stop(), tower?.stop()]);
    },
  };
}

function openedJournal({ journalPath, config, clock, newId, log }: Parts): Result<Journal, OutOfServiceReason> {
  const { station, keepArchives } = config;
  const kept = keepArchives === undefined ? {} : { keepArchives };
  const opened = openJournal({ path: journalPath, stationId: station.id, clock, newId, ...kept });
  if (opened.ok) return opened;
  const { error } = opened;
  log.error('journal-refused', { kind: error.kind, detail: 'detail' in error ? error.detail : null });
  switch (error.kind) {
    case 'journal-broken':
    case 'journal-newer':
      return fail(error.kind);
    case 'storage':
      return fail('storage');
    default:
      return unreachable(error);
  }
}

interface Live {
  display: StationConfig['display'];
  hours: OpeningHours | null;
}

/** What holds at once when staff set it; everything else is looked at once, here. */
function liveSettings({ config }: Parts): Live {
  return { display: config.display ?? { volume: 2, brightness: 100 }, hours: config.openingHours ?? null };
}

function settingsOf(parts: Parts, journal: Journal | null, onChange: (config: StationConfig) => void): Settings {
  const { configuration } = parts;
  return configuration && journal ? createSettings({ ...configuration, journal, onChange }) : noSettings;
}

/** Late touches are normal, and no refusal. */
function refusedOf({ refused, staff }: Station): number {
  const { malformed, noSession, wrongSession, notOffered } = staff.refused;
  return refused.malformed + refused.notOffered + malformed + noSession + wrongSession + notOffered;
}

/** 48 bits that are new with every station: no touch of the page finds its revision again, and 2^53 stays far away. */
function firstRevision(newId: () => string): number {
  return Number.parseInt(hash('sha256', newId(), 'hex').slice(0, 12), 16);
}

/** Receipt numbers live in the journal: without one nothing is printed. */
const noReceipts: ReceiptDesk = {
  state: 'unavailable',
  onChange: () => () => {},
  print: async () => fail({ kind: 'not-printed', status: 'stopped' }),
  preview: () => null,
};
