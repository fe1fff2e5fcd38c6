import { type AnyStateMachine, StateMachine, type StateNode } from 'xstate';
import { systemClock } from '../../hardware/clock.ts';
import { fail } from '../../hardware/result.ts';
import { silentLog } from '../../station/log.ts';
import { stationMachine } from '../../station/machine/station.ts';
import { notAnchored, openAudit } from '../../station/staff/audit/audit.ts';
import type { DeviceParts } from '../../station/staff/devices/parts.ts';
import { noService } from '../../station/staff/service.ts';
import { noSettings } from '../../station/staff/settings/settings.ts';
import { systemWallClock } from '../../station/wall-clock.ts';

/** Only the definitions are read: nothing of this is ever called. */
function neverCalled(): never {
  throw new Error('the chart runs nothing');
}

/** Every machine of the station, the parent first, each once. */
export function allMachines(): AnyStateMachine[] {
  const station = stationMachine({
    clock: systemClock,
    log: silentLog,
    profile: 'navy',
    stationId: '',
    stationName: '',
    softwareVersion: '',
    card: {
      look: neverCalled,
      isPresent: neverCalled,
      readOpen: neverCalled,
      readGateLog: neverCalled,
      keyed: null,
    },
    reader: { status: 'stopped', onStatus: neverCalled },
    recoveries: neverCalled,
    money: fail('storage'),
    day: { today: null, reachable: false, refusal: null, onChange: neverCalled },
    receipts: { state: 'unavailable', onChange: neverCalled, print: neverCalled, preview: neverCalled },
    staff: {
      access: {
        admit: neverCalled,
        tryPin: neverCalled,
        enrol: neverCalled,
        remove: neverCalled,
        wasRemoved: neverCalled,
        cards: [],
      },
      audit: openAudit({
        path: '/nowhere/audit.sqlite',
        stationId: '',
        softwareVersion: '',
        clock: systemClock,
        wall: systemWallClock,
        anchor: notAnchored,
        log: silentLog,
      }),
      service: noService,
      books: {
        entries: 0,
        fingerprint: null,
        isRig: false,
        cases: neverCalled,
        story: neverCalled,
        search: neverCalled,
        checkChain: neverCalled,
        draftShift: neverCalled,
        closeShift: neverCalled,
        lastShift: neverCalled,
        media: neverCalled,
        exportTo: neverCalled,
      },
      // Their rooms read them when they are entered, which no chart does.
      devices: {} as DeviceParts,
      settings: noSettings,
      random: neverCalled,
      power: neverCalled,
    },
    opening: { closed: null, onChange: neverCalled },
    display: () => ({ volume: 2, brightness: 100 }),
    idleLookMs: 0,
    refused: neverCalled,
  });
  const found = new Map<string, AnyStateMachine>();
  collect(station, found);
  return [...found.values()];
}

function collect(machine: AnyStateMachine, found: Map<string, AnyStateMachine>): void {
  if (found.has(machine.id)) return;
  found.set(machine.id, machine);
  for (const actor of Object.values(machine.implementations.actors)) {
    if (actor instanceof StateMachine) collect(actor, found);
  }
}

/** One arrow of a chart: from a state to a state (both by their path inside the machine), and what it is called. */
export interface Arrow {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly label: string;
  /** Only where our own code is wrong; not drawn and not counted among the sessions. */
  readonly isDefect: boolean;
}

export function childrenOf(node: StateNode): StateNode[] {
  return Object.values(node.states);
}

/** Every transition that goes somewhere, of this state and of all states in it. */
export function arrowsOf(node: StateNode): Arrow[] {
  const own = [...node.transitions.values(), node.always ?? []].flat();
  const arrows = own.flatMap((transition) =>
    (transition.target ?? []).map((target) => ({
      from: node.path,
      to: target.path,
      label: labelOf(transition.eventType, transition.description),
      isDefect: transition.eventType.startsWith('xstate.error'),
    })),
  );
  return [...arrows, ...childrenOf(node).flatMap(arrowsOf)];
}

/** What an arrow is called: its own description, else the event in a person's words. */
function labelOf(event: string, description: string | undefined): string {
  const name = eventName(event);
  if (!description) return name;
  return name === '' || event.startsWith('xstate.') ? description : `${name}: ${description}`;
}

function eventName(event: string): string {
  const after = /^xstate\.after\.([^.]+)\./.exec(event);
  if (after) return `after ${after[1]}`;
  const done = /^xstate\.done\.actor\.(?:\d+\.)?(.+)$/.exec(event);
  if (done) return done[1] === 'timeLimit' ? 'time is up' : `${done[1]?.split('.').at(-1)} has ended`;
  return event.startsWith('xstate.error') ? 'defect' : event;
}
