import { type AnyActorRef, createActor, type InspectionEvent } from 'xstate';
import { unreachable } from '../hardware/result.ts';
import { type Intent, PageMessage, type Screen } from './contract/index.ts';
import type { StaffScreen } from './contract/staff.ts';
import { jobState } from './machine/begin.ts';
import type { StationDeps } from './machine/deps.ts';
import { stationMachine } from './machine/station.ts';
import type { StationEvent } from './machine/station-setup.ts';
import { STATION } from './machine/time-limit.ts';
import { stationView } from './screens/station.ts';
import type { Surroundings, View } from './screens/view.ts';
import { type StaffCounters, StaffDesk } from './staff/desk.ts';
import { timeLimitOf } from './time-left.ts';

/** What was refused from the page; for the log and for staff. */
export interface PageCounters {
  /** Answers to a screen that is no longer up: late and doubled touches. Normal. */
  readonly late: number;
  /** Intents that the screen did not offer. */
  readonly notOffered: number;
  /** No message of the contract at all. */
  readonly malformed: number;
}

/** One machine, without any process around it. */
export interface Station {
  readonly screen: Screen;
  readonly refused: PageCounters;
  start(): void;
  /** Waits for value in flight, then ends; nothing is heard from the page any more. */
  stop(): Promise<void>;
  /** Called with a complete screen on every change, and when the page says hello. Returns how to stop listening. */
  onScreen(listener: (screen: Screen) => void): () => void;
  /** Anything that came from the page; checked here. */
  receive(raw: unknown): void;
  /** The page of station staff: screens, counters and messages of its own. */
  readonly staff: StaffSide;
}

export interface StaffSide {
  /** Null: nobody is at work. */
  readonly screen: StaffScreen | null;
  readonly refused: StaffCounters;
  /** Called on every change, with null when a session has ended and its page has to go. */
  onScreen(listener: (screen: StaffScreen | null) => void): () => void;
  /** Anything that came from the staff page, or says that it did. */
  receive(raw: unknown): void;
}

export interface StationOptions {
  /** Where its revisions begin: beyond any that a station before it has shown, or a late touch could match one of them. */
  readonly firstRevision: number;
  /** Sees every event and state of every machine inside: for tests and the bench, never for the log. */
  readonly observe?: (seen: InspectionEvent) => void;
}

export function createStation(deps: StationDeps, options: StationOptions): Station {
  return new MachineStation(deps, options);
}

class MachineStation implements Station {
  readonly #deps: StationDeps;
  readonly #actor;
  readonly #listeners = new Set<(screen: Screen) => void>();
  readonly #unsubscribe: (() => void)[] = [];
  readonly #refused = { late: 0, notOffered: 0, malformed: 0 };
  #view: View = { body: { id: 'starting' }, accepts: [] };
  #revision: number;
  /** What the current revision showed, to tell a change from a repetition. */
  #shown = '';
  #renderPending = false;
  #stopping: (() => void) | null = null;
  readonly #desk: StaffDesk;

  constructor(deps: StationDeps, { firstRevision, observe }: StationOptions) {
    this.#deps = deps;
    this.#desk = new StaffDesk(deps, firstRevision);
    this.#revision = firstRevision;
    this.#actor = createActor(stationMachine(deps), {
      systemId: STATION,
      clock: deps.clock,
      inspect: (seen) => {
        observe?.(seen);
        this.#inspect(seen);
      },
    });
  }

  get screen(): Screen {
    const { profile, stationName, day, clock } = this.#deps;
    const timeLimit = this.#timeLimit(clock.now());
    return {
      revision: this.#revision,
      language: this.#actor.getSnapshot().context.language,
      modes: this.#actor.getSnapshot().context.modes,
      profile,
      stationName,
      businessDate: day.today?.businessDate ?? null,
      pointName: day.today?.pointName ?? null,
      timeLimit: timeLimit && { ms: timeLimit.ms, totalMs: timeLimit.totalMs, warning: timeLimit.warning },
      accepts: this.#accepts(timeLimit !== null),
      brightness: this.#deps.display().brightness,
      body: this.#view.body,
    };
  }

  get staff(): StaffSide {
    const desk = this.#desk;
    return {
      screen: desk.screen,
      refused: desk.refused,
      onScreen: (listener) => desk.onScreen(listener),
      receive: (raw) => this.#touchedByStaff(raw),
    };
  }

  get refused(): PageCounters {
    return { ...this.#refused };
  }

  start(): void {
    const { day, reader, receipts, staff } = this.#deps;
    const render = () => this.#renderSoon();
    this.#unsubscribe.push(day.onChange(render), reader.onStatus(render), receipts.onChange(render));
    this.#unsubscribe.push(staff.service.onChange(render), staff.devices.onChange(render));
    this.#actor.subscribe({
      error: (error) => {
        this.#deps.log.error('machine-defect', { detail: error instanceof Error ? error.message : 'unknown' });
        throw error;
      },
    });
    this.#actor.start();
    this.#render();
  }

  async stop(): Promise<void> {
    if (isInFlight(this.#actor)) {
      await new Promise<void>((resolve) => {
        this.#stopping = resolve;
      });
    }
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    this.#actor.stop();
  }

  onScreen(listener: (screen: Screen) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  receive(raw: unknown): void {
    const message = PageMessage.safeParse(raw);
    if (!message.success) {
      this.#refused.malformed += 1;
      this.#deps.log.warn('page-message-malformed', { count: this.#refused.malformed });
      return;
    }
    switch (message.data.kind) {
      case 'hello':
        this.#render();
        this.#emit();
        break;
      case 'intent':
        this.#touched(message.data.message.revision, message.data.message.intent);
        break;
      default:
        unreachable(message.data);
    }
  }

  #touched(revision: number, intent: Intent): void {
    // What has changed and has not been sent yet counts: the passenger answered something else.
    this.#render();
    if (revision !== this.#revision) {
      this.#refused.late += 1;
      return;
    }
    if (this.#stopping || !this.screen.accepts.includes(intent.type)) {
      this.#refused.notOffered += 1;
      this.#deps.log.warn('intent-not-offered', { intent: intent.type, screen: this.#view.body.id });
      return;
    }
    this.#actor.send(eventOf(intent));
    this.#render();
    // An amount above the offer, the language that is up already: ignored by the machine, and known to have been.
    if (this.#revision === revision) this.#deps.log.info('intent-without-effect', { intent: intent.type });
  }

  #touchedByStaff(raw: unknown): void {
    this.#render();
    if (this.#stopping) return;
    const intent = this.#desk.receive(raw);
    const { staff } = this.#actor.getSnapshot().children;
    if (!intent || !staff) return;
    staff.send({ type: 'touched' });
    if (intent.type !== 'more-time' && intent.type !== 'set-language') staff.send(intent);
    this.#render();
  }

  /** Of the passenger's screen; staff have one of their own. */
  #timeLimit(now: number): ReturnType<typeof timeLimitOf> {
    return this.#view.body.id === 'maintenance' ? null : timeLimitOf(this.#actor.getSnapshot(), now);
  }

  #accepts(timed: boolean): string[] {
    return [
      ...this.#view.accepts,
      ...(timed ? ['more-time'] : []),
      ...(this.#view.body.id === 'maintenance' ? [] : ['set-language', 'set-modes']),
    ];
  }

  /** Every change of every machine inside comes by here: the reason to draw again, and to end a stop that waited. */
  #inspect(seen: InspectionEvent): void {
    if (seen.type !== '@xstate.snapshot') return;
    this.#renderSoon();
    if (this.#stopping && !isInFlight(this.#actor)) this.#stopping();
  }

  /** Once for all changes of one moment. */
  #renderSoon(): void {
    if (this.#renderPending) return;
    this.#renderPending = true;
    queueMicrotask(() => {
      this.#renderPending = false;
      this.#render();
    });
  }

  #render(): void {
    const snapshot = this.#actor.getSnapshot();
    this.#desk.render(snapshot.children.staff, snapshot.context.reason);
    const view = stationView(snapshot, this.#surroundings());
    if (!view) return;
    this.#view = view;
    // The moment at which the time is up, not what is left of it: time passing by is no change.
    const shown = JSON.stringify({ ...this.screen, revision: 0, timeLimit: this.#timeLimit(0) });
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#revision += 1;
    this.#deps.log.info('screen', { id: view.body.id, revision: this.#revision });
    this.#emit();
  }

  #emit(): void {
    const { screen } = this;
    for (const listener of [...this.#listeners]) listener(screen);
  }

  #surroundings(): Surroundings {
    const deps = this.#deps;
    const { day, receipts } = deps;
    return {
      jobs: {
        registration: jobState('registration', deps),
        'point-charge': jobState('point-charge', deps),
        inquiry: jobState('inquiry', deps),
      },
      receipts: receipts.state,
      preview: receipts.preview,
      today: day.today,
      closed: deps.opening.closed,
    };
  }
}

function eventOf(intent: Intent): StationEvent {
  return intent.type === 'more-time' ? { type: 'touched' } : intent;
}

/** Is some machine of the tree in a state that must not be left before its outcome is known? */
function isInFlight(actor: AnyActorRef): boolean {
  const snapshot = actor.getSnapshot() as { hasTag?: (tag: string) => boolean; children?: Record<string, AnyActorRef> };
  if (snapshot.hasTag?.('in-flight')) return true;
  return Object.values(snapshot.children ?? {}).some((child) => child && isInFlight(child));
}
