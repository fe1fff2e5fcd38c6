/**
 * What a test bench sees of a running station beside its screens: the states of its machines, and the journal as it is
 * written. Only in rig mode and only where the host asks for it (main.ts); never in service.
 */
import type { AnyActorRef, AnyMachineSnapshot, InspectionEvent, StateValue } from 'xstate';
import type { Entry, Journal } from './journal/index.ts';

/** A machine that is running, and every state that it is in: `inService.home.waiting`. */
export interface RunningMachine {
  readonly machine: string;
  readonly states: readonly string[];
}

export type BenchView =
  /** The parent first. `event`: what led there, without what it carried. */
  | { readonly kind: 'states'; readonly event: string; readonly machines: readonly RunningMachine[] }
  /** `entry` without its hash. */
  | { readonly kind: 'journal'; readonly entry: Omit<Entry, 'hash'> };

/** In service never, whatever the host asks for: the journal names cards. */
export function mayShowBench(mode: 'rig' | 'service', asked: string | undefined): boolean {
  return mode === 'rig' && asked === '1';
}

/** So many of the entries that were there before are shown too. */
const EARLIER_SHOWN = 20;

/** The same journal; tells its newest entries now and every further one when it is on disk. */
export function showingJournal(journal: Journal, tell: (view: BenchView) => void): Journal {
  let shown = Math.max(0, journal.head().entry - EARLIER_SHOWN);
  function show(): void {
    if (journal.head().entry === shown) return;
    for (const { number, atMs, body } of journal.entries(shown + 1)) {
      tell({ kind: 'journal', entry: { number, atMs, body } });
      shown = number;
    }
  }
  function after<Done>(done: Done): Done {
    show();
    return done;
  }
  show();
  return {
    path: journal.path,
    stationId: journal.stationId,
    get state() {
      return journal.state;
    },
    head: () => journal.head(),
    secureSpace: () => journal.secureSpace(),
    append: (...bodies) => after(journal.append(...bodies)),
    contains: (head) => journal.contains(head),
    continueWhenDue: (on) => after(journal.continueWhenDue(on)),
    entries: (first) => journal.entries(first),
    export: (file) => journal.export(file),
    close: () => journal.close(),
  };
}

/** For `observe`: tells the states once for all changes of one moment, where they are others than before. */
export function watchingStates(tell: (view: BenchView) => void): (seen: InspectionEvent) => void {
  let root: AnyActorRef | null = null;
  let event: string | null = null;
  let told = '';
  return (seen) => {
    if (seen.type === '@xstate.actor') root ??= seen.actorRef as AnyActorRef;
    if (seen.type !== '@xstate.snapshot' || !root) return;
    if (event === null) {
      queueMicrotask(() => {
        const machines = root ? runningIn(root) : [];
        const view = { kind: 'states', event: event ?? '', machines } as const;
        event = null;
        const now = JSON.stringify(machines);
        if (now === told) return;
        told = now;
        tell(view);
      });
    }
    event = seen.event.type;
  };
}

function runningIn(actor: AnyActorRef): RunningMachine[] {
  const snapshot = actor.getSnapshot() as AnyMachineSnapshot | undefined;
  if (!snapshot || !('machine' in snapshot) || snapshot.status !== 'active') return [];
  const children = Object.values(snapshot.children as Record<string, AnyActorRef | undefined>);
  const own = { machine: String(snapshot.machine.id), states: leavesOf(snapshot.value) };
  return [own, ...children.flatMap((child) => (child ? runningIn(child) : []))];
}

function leavesOf(value: StateValue): string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value).flatMap(([name, inside]) => {
    const below = inside === undefined ? [] : leavesOf(inside);
    return below.length === 0 ? [name] : below.map((leaf) => `${name}.${leaf}`);
  });
}
