/** Who may in: card, PIN, lockout and enrolment. Every step is on the audit log before it has an effect. */

import type { Clock } from '../../../hardware/clock.ts';
import { fail, ok, type Result } from '../../../hardware/result.ts';
import type { StaffRole } from '../../contract/staff.ts';
import type { StorageError } from '../../journal/storage.ts';
import type { AuditLog } from '../audit/audit.ts';
import type { StaffCard, Who } from '../parts.ts';
import { lockOf, triesLeft } from './lockout.ts';
import { isPin, verifierOf } from './pin.ts';
import type { Register, RegisteredCard } from './register.ts';
import type { SharedAccess } from './shared.ts';

export type Admission =
  /** This machine has never had a staff card: the one that lies there, an engineer's, chooses its PIN. */
  | { readonly kind: 'first-engineer' }
  | { readonly kind: 'pin'; readonly triesLeft: number }
  | { readonly kind: 'locked'; readonly by: 'card' | 'machine'; readonly ms: number }
  | { readonly kind: 'refused'; readonly why: 'not-registered' | 'removed' | 'needs-engineer' | 'storage' };

export type PinOutcome =
  | { readonly kind: 'right'; readonly who: Who }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | Admission;

export type EnrolError = StorageError | { readonly kind: 'already-enrolled' } | { readonly kind: 'not-allowed' };

export interface Access {
  /** Asks the center for what other machines know of this card, where it answers in time, and says which way in there is. */
  admit(card: StaffCard): Promise<Admission>;
  /** One try. It counts as wrong from before the PIN is looked at until it has proven to be right. */
  tryPin(card: StaffCard, pin: string): PinOutcome;
  /** `by` null: the first engineer, and only where there has never been one. */
  enrol(card: StaffCard, pin: string, by: Who | null): Result<Who, EnrolError>;
  remove(card: string, by: Who): Result<void, StorageError>;
  /** It could come in once, and an engineer has taken it off the register. */
  wasRemoved(card: string): boolean;
  /** Those that can come in, without their verifiers. */
  readonly cards: readonly Pick<RegisteredCard, 'card' | 'staffId' | 'role'>[];
}

export interface AccessOptions {
  readonly clock: Clock;
  readonly register: Register;
  readonly audit: AuditLog;
  readonly shared: SharedAccess;
  /** Does the journal say that this machine has had a staff card? Outlives register and audit log. */
  readonly wasSetUp: () => boolean;
  /** Which one that was, where the journal says so. */
  readonly setUpBy: () => string | null;
  /** Writes into the journal that it has this one now. */
  readonly setUp: (card: string) => Result<void, StorageError>;
  /** log2 of scrypt's N; smaller in tests only. */
  readonly pinCost?: number;
}

export function createAccess(options: AccessOptions): Access {
  return new CardAccessControl(options);
}

class CardAccessControl implements Access {
  readonly #options: AccessOptions;

  constructor(options: AccessOptions) {
    this.#options = options;
    this.#finishWhatWasCutOff();
  }

  /** Between an entry and the register the power went: what was taken off is off, what was never enrolled is said to be none. */
  #finishWhatWasCutOff(): void {
    const { register, audit } = this.#options;
    const last = new Map<string, string>();
    for (const { body } of audit.entries()) {
      if (body.kind.startsWith('card-') && 'card' in body && body.card && body.kind !== 'card-refused') {
        last.set(body.card, body.kind);
      }
    }
    for (const [card, kind] of last) {
      const known = register.find(card);
      if (kind === 'card-removed' && known && !known.removed) {
        register.merge([{ ...known, version: known.version + 1, removed: true }]);
      }
      if (kind === 'card-enrolled' && !register.problem && (!known || known.removed)) {
        audit.append({ kind: 'card-taken-back', card, what: 'enrolled' });
      }
    }
  }

  get cards() {
    const { register } = this.#options;
    return (register.cards ?? [])
      .filter(({ removed }) => !removed)
      .map(({ card, staffId, role }) => ({ card, staffId, role }));
  }

  wasRemoved(card: string): boolean {
    return this.#options.register.find(card)?.removed === true;
  }

  async admit(card: StaffCard): Promise<Admission> {
    const { register, shared, audit } = this.#options;
    const news = await shared.ask(card.hash, register.cards ?? []);
    if (news) {
      this.#learn(news.cards);
      if (news.failures > (audit.state.lockout.cards.get(card.hash)?.failures ?? 0)) {
        audit.append({ kind: 'tries-elsewhere', card: card.hash, failures: news.failures });
      }
    }
    const admission = this.#admission(card);
    if (admission.kind === 'refused') {
      audit.append({ kind: 'card-refused', card: card.hash, why: admission.why });
    }
    return admission;
  }

  /** What cannot be written down is not taken over: the next card asks again. */
  #learn(cards: readonly RegisteredCard[]): void {
    const { register, audit } = this.#options;
    const newer = register.newer(cards);
    const learnt = newer.map(
      ({ card, staffId, role, removed }) => ({ kind: 'card-learnt', card, staffId, role, removed }) as const,
    );
    if (newer.length > 0 && audit.append(...learnt).ok) register.merge(newer);
  }

  tryPin(card: StaffCard, pin: string): PinOutcome {
    const admission = this.#admission(card);
    if (admission.kind !== 'pin') return admission;
    const { register, audit, shared } = this.#options;
    const registered = register.find(card.hash);
    if (!registered || !audit.append({ kind: 'pin-tried', card: card.hash }).ok) return refusedBy('storage');
    shared.tried(card.hash, 'wrong');
    if (!isPin(pin, registered.verifier)) {
      const next = this.#admission(card);
      return next.kind === 'pin' ? { kind: 'wrong', triesLeft: next.triesLeft } : next;
    }
    if (!audit.append({ kind: 'pin-right', card: card.hash }).ok) return refusedBy('storage');
    shared.tried(card.hash, 'right');
    return { kind: 'right', who: whoOf(card, registered) };
  }

  enrol(card: StaffCard, pin: string, by: Who | null): Result<Who, EnrolError> {
    const { register, audit, shared, setUp, pinCost } = this.#options;
    const known = register.find(card.hash);
    if (known && !known.removed) return fail({ kind: 'already-enrolled' });
    if (by ? by.role !== 'engineer' : this.#admission(card).kind !== 'first-engineer') {
      return fail({ kind: 'not-allowed' });
    }
    const { staffId, role } = card;
    const verifier = verifierOf(pin, pinCost);
    // First what forbids a second "first" card, then the log, then the card: no power cut leaves the way open; and none shuts
    // it, since the same card may begin again (#isNew).
    const remembered = setUp(card.hash);
    if (!remembered.ok) return remembered;
    const logged = audit.append({ kind: 'card-enrolled', card: card.hash, staffId, role, by: by?.hash ?? null });
    if (!logged.ok) return logged;
    const version = (known?.version ?? 0) + 1;
    const merged = register.merge([{ card: card.hash, version, staffId, role, verifier, removed: false }]);
    if (!merged.ok) {
      audit.append({ kind: 'card-taken-back', card: card.hash, what: 'enrolled' });
      return merged;
    }
    void shared.ask(card.hash, register.cards ?? []);
    return ok({ hash: card.hash, staffId, role });
  }

  remove(card: string, by: Who): Result<void, StorageError> {
    const { register, audit, shared } = this.#options;
    const known = register.find(card);
    if (!known || known.removed) return ok(undefined);
    const logged = audit.append({ kind: 'card-removed', card, by: by.hash });
    if (!logged.ok) return logged;
    const merged = register.merge([{ ...known, version: known.version + 1, removed: true }]);
    if (!merged.ok) {
      audit.append({ kind: 'card-taken-back', card, what: 'removed' });
      return merged;
    }
    void shared.ask(card, register.cards ?? []);
    return ok(undefined);
  }

  #admission(card: StaffCard): Admission {
    const { register, audit, clock } = this.#options;
    if (register.problem || audit.problem) return refusedBy('storage');
    const registered = register.find(card.hash);
    if (!registered) {
      if (!this.#isNew(card.hash)) return refusedBy('not-registered');
      return card.role === 'engineer' ? { kind: 'first-engineer' } : refusedBy('needs-engineer');
    }
    if (registered.removed) return refusedBy('removed');
    const { lockout } = audit.state;
    const lock = lockOf(lockout, card.hash, clock.now());
    return lock ? { kind: 'locked', ...lock } : { kind: 'pin', triesLeft: triesLeft(lockout, card.hash) };
  }

  /**
   * Nobody remembers a staff card: not the register, not the audit log, not the journal. Or the journal remembers this very
   * card, and its enrolment was cut off before it was on the register.
   */
  #isNew(card: string): boolean {
    const { register, audit, wasSetUp, setUpBy } = this.#options;
    if (register.cards !== null) return false;
    return wasSetUp() ? setUpBy() === card : !audit.state.everEnrolled;
  }
}

function refusedBy(why: Extract<Admission, { kind: 'refused' }>['why']): Admission {
  return { kind: 'refused', why };
}

/** The role that both the card and the register allow. */
function whoOf(card: StaffCard, registered: RegisteredCard): Who {
  const role: StaffRole = card.role === 'engineer' && registered.role === 'engineer' ? 'engineer' : 'attendant';
  return { hash: card.hash, staffId: registered.staffId, role };
}
