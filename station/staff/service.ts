/**
 * Does the machine serve passengers? Said by staff (and by the machine itself after a contradiction), written into the
 * journal, and therefore still true after a restart.
 */
import { fail, ok, type Result } from '../../hardware/result.ts';
import type { OutOfServiceReason } from '../contract/screen.ts';
import { ServiceReason, type ServiceState } from '../contract/staff.ts';
import type { Journal } from '../journal/journal.ts';
import type { StorageError } from '../journal/storage.ts';

export interface Service {
  readonly state: ServiceState;
  readonly reason: ServiceReason | 'contradiction';
}

export interface ServiceKeeper {
  readonly current: Service;
  /** A transfer in the journal contradicts itself, and nobody has decided about it. */
  readonly contradicted: boolean;
  /** `by`: who, a card's hash; null: the machine itself. In the journal when it returns. */
  set(next: Service, by: string | null): Result<void, StorageError>;
  onChange(listener: () => void): () => void;
}

/** What the journal says of a machine that nobody has ever closed. */
export const OPEN: Service = { state: 'in-service', reason: 'other' };

export function createServiceKeeper(journal: Journal): ServiceKeeper {
  const listeners = new Set<() => void>();
  return {
    get current() {
      return journal.state.service;
    },
    get contradicted() {
      return [...journal.state.transfers.values()].some(({ phase }) => phase === 'contradicted');
    },
    set(next, by) {
      const appended = journal.append({ kind: 'service-changed', ...next, by });
      if (!appended.ok) return appended;
      for (const listener of [...listeners]) listener();
      return ok(undefined);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Without a journal the machine is closed whatever anybody says. */
export const noService: ServiceKeeper = {
  current: OPEN,
  contradicted: false,
  set: () => fail({ kind: 'storage', detail: 'there is no journal' }),
  onChange: () => () => {},
};

/** What passengers are told, who need no more than that staff said so. */
export function closedBecause({ reason }: Service): OutOfServiceReason {
  return reason === 'contradiction' ? 'contradiction' : 'staff';
}

/** The reasons that fit a machine that is opened, and one that is closed. */
export function reasonsFor(state: ServiceState): readonly ServiceReason[] {
  return state === 'in-service'
    ? ['repaired', 'cleaning', 'other']
    : ServiceReason.options.filter((reason) => reason !== 'repaired');
}

/**
 * A contradiction of money is over when staff say so, not when somebody switches the machine off and on. A defect of ours
 * beside a transfer closes too, but the journal tells at the next start how that ended.
 */
export function closeForGood(service: ServiceKeeper, reason: OutOfServiceReason | null): void {
  if (reason !== 'contradiction' || !service.contradicted || service.current.state === 'out-of-service') return;
  service.set({ state: 'out-of-service', reason: 'contradiction' }, null);
}

/** After one death too many: a machine that goes on by itself would only do it again, before the next passenger. */
export function closeUntilStaff(service: ServiceKeeper): void {
  if (service.current.state !== 'out-of-service')
    service.set({ state: 'out-of-service', reason: 'repair-needed' }, null);
}

/** Whoever was to be the last passenger has gone, or nobody came. */
export function closeAfterLast(service: ServiceKeeper): void {
  const { state, reason } = service.current;
  if (state === 'last-passenger') service.set({ state: 'out-of-service', reason }, null);
}
