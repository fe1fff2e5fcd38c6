/**
 * Between the staff page and the machine of its session: gives each session its token, draws its screens, and takes only
 * messages that name token, revision and an intent that the screen accepts. What a screen tells of the machine may change
 * under the hand (the room on the disk, a device, the clock) while it asks the same: a touch on it still counts. What is
 * refused is counted, and the first of each kind in a session (or without one) goes on the audit log: nobody fills a disk
 * with it.
 */
import type { ActorRefFrom } from 'xstate';
import { unreachable } from '../../hardware/result.ts';
import { type StaffIntent, type StaffLanguage, StaffPageMessage, type StaffScreen } from '../contract/staff.ts';
import type { OutOfServiceReason, StationDeps } from '../machine/deps.ts';
import { timeLimitOf } from '../time-left.ts';
import { may } from './access/may.ts';
import { notedByDesk } from './audit/noted.ts';
import type { staffMachine } from './machine.ts';
import { type Room, roomsOf, type StaffView } from './rooms.ts';
import { staffView } from './view.ts';

type StaffActor = ActorRefFrom<ReturnType<typeof staffMachine>>;

/** What was refused from staff pages, or from what pretended to be one. */
export interface StaffCounters {
  readonly malformed: number;
  /** Nobody was at work. */
  readonly noSession: number;
  /** Another session's token, or a guessed one. */
  readonly wrongSession: number;
  /** Answers to a screen that is no longer up: late and doubled touches. Normal. */
  readonly late: number;
  readonly notOffered: number;
}
type RefusedBecause = keyof StaffCounters;

interface Session {
  readonly actor: StaffActor;
  readonly token: string;
  /** Messages refused before it began. Those that come meanwhile must not draw the board again under a hand. */
  readonly refusedBefore: number;
  language: StaffLanguage;
  view: StaffView;
}

export class StaffDesk {
  readonly #deps: StationDeps;
  readonly #rooms: Readonly<Record<keyof ReturnType<typeof roomsOf>, Room>>;
  readonly #listeners = new Set<(screen: StaffScreen | null) => void>();
  readonly #refused = { malformed: 0, noSession: 0, wrongSession: 0, late: 0, notOffered: 0 };
  /** Why something was refused and has been written down since the last session began. */
  readonly #written = new Set<RefusedBecause>();
  #session: Session | null = null;
  #reason: OutOfServiceReason | null = null;
  #revision: number;
  /** The first revision that asked what the screen asks now, and what that is. */
  #asksSince: number;
  #asks = '';
  #shown = '';

  constructor(deps: StationDeps, firstRevision: number) {
    this.#deps = deps;
    this.#rooms = roomsOf(deps);
    this.#revision = firstRevision;
    this.#asksSince = firstRevision;
  }

  get refused(): StaffCounters {
    return { ...this.#refused };
  }

  /** Null: nobody is at work. */
  get screen(): StaffScreen | null {
    const session = this.#session;
    if (!session) return null;
    const { profile, stationId, stationName, softwareVersion, day, clock } = this.#deps;
    const snapshot = session.actor.getSnapshot();
    const limit = timeLimitOf(snapshot, clock.now());
    return {
      session: session.token,
      revision: this.#revision,
      language: session.language,
      profile,
      stationId,
      stationName,
      softwareVersion,
      businessDate: day.today?.businessDate ?? null,
      role: snapshot.context.who?.role ?? null,
      timeLimit: limit && { ms: limit.ms, totalMs: limit.totalMs, warning: limit.warning },
      accepts: this.#accepts(session.view),
      body: session.view.body,
    };
  }

  onScreen(listener: (screen: StaffScreen | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Draws again what has changed. `actor` undefined: nobody is at work (any more). */
  render(actor: StaffActor | undefined, reason: OutOfServiceReason | null): void {
    this.#reason = reason;
    if (actor !== this.#session?.actor) this.#begin(actor);
    const session = this.#session;
    if (!session) return;
    const view = this.#view(session.actor);
    if (!view) return;
    session.view = view;
    const limit = timeLimitOf(session.actor.getSnapshot(), 0);
    // The moment at which something ends, not what is left until then: time passing by is no change.
    const shown = JSON.stringify({ ...this.screen, revision: 0, timeLimit: limit, body: withoutTime(view.body) });
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#revision += 1;
    const asks = JSON.stringify([view.body.id, this.#accepts(view)]);
    if (asks !== this.#asks) this.#asksSince = this.#revision;
    this.#asks = asks;
    this.#emit();
  }

  /** Anything that came from a staff page, or says that it did; returns the intent for the machine, checked. */
  receive(raw: unknown): StaffIntent | null {
    const message = StaffPageMessage.safeParse(raw);
    if (!message.success) return this.#refuse('malformed');
    switch (message.data.kind) {
      case 'hello':
        this.#emit();
        return null;
      case 'intent':
        return this.#touched(message.data.message);
      default:
        return unreachable(message.data);
    }
  }

  #touched(message: Extract<StaffPageMessage, { kind: 'intent' }>['message']): StaffIntent | null {
    const session = this.#session;
    const { intent } = message;
    if (!session) return this.#refuse('noSession');
    if (message.session !== session.token) return this.#refuse('wrongSession');
    if (!this.#answersWhatIsAsked(message.revision, intent)) return this.#refuse('late');
    const { who } = session.actor.getSnapshot().context;
    if (!this.#accepts(session.view).includes(intent.type) || (who && !may(who.role, intent.type))) {
      return this.#refuse('notOffered');
    }
    const noted = who && notedByDesk(intent);
    // What cannot be written down is not done; the session ends by itself.
    if (noted && !this.#deps.staff.audit.append({ kind: 'act', card: who.hash, ...noted }).ok) return null;
    if (intent.type === 'set-language') session.language = intent.language;
    // Whatever this changes is an answer to it: the next touch is one to the screen that comes.
    this.#asks = '';
    return intent;
  }

  #answersWhatIsAsked(revision: number, intent: StaffIntent): boolean {
    if (revision === this.#revision) return true;
    // A place on the screen means what stood there when it was touched.
    const isPlace = 'at' in intent || 'places' in intent;
    return !isPlace && revision >= this.#asksSince && revision < this.#revision;
  }

  #begin(actor: StaffActor | undefined): void {
    this.#written.clear();
    this.#shown = '';
    const token = Buffer.from(this.#deps.staff.random(16)).toString('hex');
    const { malformed, noSession, wrongSession } = this.#refused;
    const refusedBefore = malformed + noSession + wrongSession;
    const view: StaffView = { body: { id: 'checking' }, accepts: ['finish'] };
    this.#session = actor ? { actor, token, refusedBefore, language: 'ja', view } : null;
    if (!actor) this.#emit();
  }

  #accepts(view: StaffView): string[] {
    // Whoever touches a screen that is being wiped has not meant it.
    return view.body.id === 'cleaning' || view.body.id === 'powering'
      ? [...view.accepts]
      : [...view.accepts, 'more-time', 'set-language'];
  }

  #view(actor: StaffActor): StaffView | null {
    return staffView(actor.getSnapshot(), {
      deps: this.#deps,
      reason: this.#reason,
      refused: this.#session?.refusedBefore ?? 0,
      rooms: this.#rooms,
    });
  }

  #refuse(why: RefusedBecause): null {
    const { log, staff } = this.#deps;
    this.#refused[why] += 1;
    if (why === 'late') return null;
    log.warn('staff-message-refused', { why, count: this.#refused[why] });
    if (!this.#written.has(why)) {
      this.#written.add(why);
      staff.audit.append({ kind: 'message-refused', why, count: this.#refused[why] });
    }
    return null;
  }

  #emit(): void {
    const { screen } = this;
    for (const listener of [...this.#listeners]) listener(screen);
  }
}

function withoutTime(body: StaffView['body']): object {
  return 'ms' in body ? { ...body, ms: 0 } : body;
}
