/**
 * Does the machine serve passengers? Said by staff (and by the machine itself after a contradiction), written into the
 * journal, and therefore still true after a restart.
 */
import { ok, type Result } from '../../hardware/result.ts';
import type { OutOfServiceReason } from '../contract/screen.ts';
import type { ServiceReason, ServiceState } from '../contract/staff.ts';
import type { Journal } from '../journal/journal.ts';
import type { StorageError } from '../journal/storage.ts';

export interface Service {
  readonly state: ServiceState;
  readonly reason: ServiceReason | 'contradiction';
}

export interface ServiceKeeper {
  readonly current: Service;
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
  set: () => ok(undefined),
  onChange: () => () => {},
};

/** What passengers are told, who need no more than that staff said so. */
export function closedBecause({ reason }: Service): OutOfServiceReason {
  return reason === 'contradiction' ? 'contradiction' : 'staff';
}
