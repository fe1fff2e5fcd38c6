/**
 * What the station knows of the center: whether it answers, and what day it is. The business date comes from nowhere
 * else, and is forgotten ten minutes after it was heard by the monotonic clock (design §4).
 */
import type { CampaignToday, CenterClient, HeartbeatAnswer, JournalHead } from '../../center/contract/index.ts';
import type { Clock, Timer } from '../../hardware/clock.ts';
import type { Log } from '../log.ts';
import { centerDelays } from './delays.ts';

export interface BusinessDayOptions {
  readonly center: CenterClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly stationId: string;
  readonly softwareVersion: string;
  readonly journalHead: () => JournalHead;
  /** Does the journal contain this entry, with this hash? */
  readonly contains: (head: JournalHead) => boolean;
  /** Device name → its status word, for the operator's board. */
  readonly devices: () => Readonly<Record<string, string>>;
}

/** Why the center will not have this machine; both put it out of service. */
export type StationRefusal = 'journal-outdated' | 'unknown-station';

export interface BusinessDay {
  /** Null: not heard for ten minutes; nothing that depends on a date is done. */
  readonly today: CampaignToday | null;
  readonly reachable: boolean;
  /** Null: the center takes this machine. `journal-outdated`: the journal is a restored copy (design §3). */
  readonly refusal: StationRefusal | null;
  /** The center knows this journal since the start: before that nothing but heartbeats is said to it. */
  readonly taken: boolean;
  onChange(listener: () => void): () => void;
  /** Asks the center now instead of at the next heartbeat; resolves when it has answered or has not. */
  askNow(): Promise<void>;
  /** Begins the heartbeats; resolves after the first one, heard or not. */
  start(): Promise<void>;
  stop(): void;
}

export function createBusinessDay(options: BusinessDayOptions): BusinessDay {
  return new HeartbeatDay(options);
}

class HeartbeatDay implements BusinessDay {
  readonly #options: BusinessDayOptions;
  readonly #listeners = new Set<() => void>();
  #today: CampaignToday | null = null;
  #reachable = false;
  #refusal: StationRefusal | null = null;
  /** What the center knows of this journal; null: not heard since the start. */
  #seen: JournalHead | null = null;
  #next: Timer = null;
  #forget: Timer = null;
  #running = false;
  /** The heartbeat that is under way. Never two at once: overtaken, the older one would look like an older journal. */
  #beating: Promise<void> | null = null;

  constructor(options: BusinessDayOptions) {
    this.#options = options;
  }

  get today(): CampaignToday | null {
    return this.#today;
  }

  get reachable(): boolean {
    return this.#reachable;
  }

  get refusal(): StationRefusal | null {
    return this.#refusal;
  }

  get taken(): boolean {
    return this.#seen !== null && this.#refusal === null;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    await this.#beat();
  }

  async askNow(): Promise<void> {
    await this.#beating;
    if (this.#running) await this.#beat();
  }

  stop(): void {
    this.#running = false;
    this.#options.clock.clearTimeout(this.#next);
    this.#options.clock.clearTimeout(this.#forget);
  }

  #beat(): Promise<void> {
    this.#options.clock.clearTimeout(this.#next);
    this.#beating ??= this.#ask().finally(() => {
      this.#beating = null;
    });
    return this.#beating;
  }

  async #ask(): Promise<void> {
    const { center, clock, stationId, softwareVersion, journalHead, devices } = this.#options;
    const askedAt = clock.now();
    const answer = await center.call('heartbeat', {
      stationId,
      softwareVersion,
      journalHead: journalHead(),
      follows: this.#seen,
      devices: { ...devices() },
    });
    if (!this.#running) return;
    if (answer.ok) this.#heard(answer.value, askedAt);
    else if (answer.error.kind === 'refused') this.#refused(answer.error.problem.code);
    else this.#unheard(answer.error.detail);
    const wait = answer.ok ? centerDelays.heartbeat : centerDelays.heartbeatAgain;
    this.#next = clock.setTimeout(() => void this.#beat(), wait);
  }

  /** The ten minutes begin when the question left: an answer may have been long on its way. */
  #heard({ seenHead, ...today }: HeartbeatAnswer, askedAt: number): void {
    const { clock, contains, log } = this.#options;
    // Longer than what the center knows, and not the continuation of it.
    if (!contains(seenHead)) {
      this.#refused('journal-outdated');
      return;
    }
    this.#seen = seenHead;
    clock.clearTimeout(this.#forget);
    this.#forget = clock.setTimeout(
      () => {
        log.warn('business-date-forgotten');
        this.#set({ today: null });
      },
      askedAt + centerDelays.todayGoodFor - clock.now(),
    );
    this.#set({ today, reachable: true, refusal: null });
  }

  #unheard(detail: string): void {
    // Once, until it is heard again: a certificate that is over stands here and nowhere else.
    if (this.#reachable || this.#today === null) this.#options.log.warn('center-unheard', { detail });
    this.#set({ reachable: false });
  }

  #refused(code: string): void {
    // A certificate that is another station's, or revoked: the center does not know this machine.
    const known = code === 'forbidden' ? 'unknown-station' : code;
    const refusal = known === 'journal-outdated' || known === 'unknown-station' ? known : null;
    this.#options.log.error('heartbeat-refused', { code });
    // A machine that the center will not have knows no date either.
    this.#set({ reachable: true, refusal: refusal ?? this.#refusal, today: refusal ? null : this.#today });
  }

  #set(next: { today?: CampaignToday | null; reachable?: boolean; refusal?: StationRefusal | null }): void {
    const before = [JSON.stringify(this.#today), this.#reachable, this.#refusal].join();
    if (next.today !== undefined) this.#today = next.today;
    if (next.reachable !== undefined) this.#reachable = next.reachable;
    if (next.refusal !== undefined) this.#refusal = next.refusal;
    if (before === [JSON.stringify(this.#today), this.#reachable, this.#refusal].join()) return;
    for (const listener of [...this.#listeners]) listener();
  }
}
