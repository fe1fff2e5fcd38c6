/** The question: events and the day it is asked. test/cases/README.md has the format. */
import { z } from 'zod';
import type { IsoDate } from './calendar.ts';
import { CardKind, ChargeSource, IsoDay, MeasureId } from './campaign-file.ts';

const Id = z.string().min(1);

export const Event = z.discriminatedUnion('type', [
  z.strictObject({ on: IsoDay, type: z.literal('card'), card: Id, kind: CardKind }),
  z.strictObject({ on: IsoDay, type: z.literal('registration'), card: Id }),
  z.strictObject({
    on: IsoDay,
    type: z.literal('application'),
    person: Id,
    card: Id,
    measure: MeasureId,
    myNumberCardAppliedOn: IsoDay.optional(),
  }),
  z.strictObject({
    on: IsoDay,
    type: z.literal('charge'),
    card: Id,
    yen: z.int().min(0),
    source: ChargeSource,
    id: Id.optional(),
  }),
  z.strictObject({ on: IsoDay, type: z.literal('reversal'), of: Id }),
  z.strictObject({ on: IsoDay, type: z.literal('health-insurance'), person: Id }),
  z.strictObject({ on: IsoDay, type: z.literal('public-money-account'), person: Id }),
  z.strictObject({ on: IsoDay, type: z.literal('received-elsewhere'), person: Id, measure: MeasureId }),
  z.strictObject({ on: IsoDay, type: z.literal('reissue'), card: Id, to: Id }),
]);
export type Event = z.infer<typeof Event>;
export type EventOf<Type extends Event['type']> = Extract<Event, { type: Type }>;

export interface Input {
  /** The day the question is asked, in Japan. Events and amendments after it are not known. */
  readonly asOf: IsoDate;
  readonly events: readonly Event[];
}

declare const checked: unique symbol;
/** An input that `checkInput` let through; only such a one can be evaluated. */
export type CheckedInput = Input & { readonly [checked]: true };

/** What is wrong and where; `event` counts from 0, null where it is not about one event. */
export interface InputProblem {
  readonly event: number | null;
  readonly field: string;
  readonly problem: string;
}

export type InputCheck =
  | { readonly ok: true; readonly value: CheckedInput }
  | { readonly ok: false; readonly error: InputProblem };

/** One line for a person: `event 3, yen: must be a whole number, 0 or more (is 10.5)`. */
export function describeProblem({ event, field, problem }: InputProblem): string {
  return event === null ? `${field}: ${problem}` : `event ${event}, ${field}: ${problem}`;
}

/**
 * Checks the shape of every event, also of those after `asOf`, and that events which name each other fit together.
 * The first problem found is the answer. O(events).
 */
export function checkInput(json: unknown): InputCheck {
  const shape = checkShape(json);
  if (!shape.ok) return shape;
  const { events } = shape.value;
  const problem = checkCharges(events) ?? checkReversals(events) ?? checkReissues(events) ?? checkKinds(events);
  return problem === null ? { ok: true, value: shape.value as CheckedInput } : { ok: false, error: problem };
}

const Envelope = z.strictObject({ asOf: IsoDay, events: z.array(z.unknown()) });

function checkShape(json: unknown): { ok: true; value: Input } | { ok: false; error: InputProblem } {
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) return { ok: false, error: problemOf(envelope.error, null, json) };
  const events: Event[] = [];
  for (const [index, candidate] of envelope.data.events.entries()) {
    const event = Event.safeParse(candidate);
    if (!event.success) return { ok: false, error: problemOf(event.error, index, candidate) };
    events.push(event.data);
  }
  return { ok: true, value: { asOf: envelope.data.asOf, events } };
}

function problemOf(error: z.ZodError, event: number | null, candidate: unknown): InputProblem {
  const issue = error.issues[0];
  if (issue?.code === 'unrecognized_keys')
    return { event, field: printable(issue.keys[0] ?? ''), problem: 'is not a field here' };
  if (issue === undefined || issue.path.length === 0)
    return { event, field: event === null ? 'input' : 'type', problem: 'must be an object with fields' };
  const field = String(issue.path[0]);
  const value = (candidate as Record<string, unknown>)[field];
  if (value === undefined) return { event, field, problem: 'is missing' };
  return { event, field, problem: `${rule(field)} (is ${shortly(value)})` };
}

/** What a field must be, in words; the schema above is what decides. */
function rule(field: string): string {
  switch (field) {
    case 'on':
    case 'asOf':
    case 'myNumberCardAppliedOn':
      return 'must be a day of the calendar, YYYY-MM-DD';
    case 'yen':
      return 'must be a whole number of yen, 0 or more';
    case 'type':
      return `must be one of ${Event.options.map((option) => option.shape.type.value).join(', ')}`;
    case 'kind':
      return `must be one of ${CardKind.options.join(', ')}`;
    case 'source':
      return `must be one of ${ChargeSource.options.join(', ')}`;
    case 'measure':
      return `must be one of ${MeasureId.options.join(', ')}`;
    case 'events':
      return 'must be a list';
    default:
      return 'must be text that is not empty';
  }
}

/** A value as it stood in the file, in one short line. What is nested is only named: it can be deeper than any stack. */
function shortly(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The name of a field, quoted where it is not a plain word: it may hold line ends or be very long. */
function printable(field: string): string {
  return /^\w{1,40}$/.test(field) ? field : shortly(field);
}

function checkCharges(events: readonly Event[]): InputProblem | null {
  const byId = new Map<string, number>();
  let sum = 0;
  for (const [index, event] of events.entries()) {
    if (event.type !== 'charge') continue;
    sum += event.yen;
    if (!Number.isSafeInteger(sum))
      return { event: index, field: 'yen', problem: 'together the charges exceed what can be counted exactly' };
    if (event.id === undefined) continue;
    const first = byId.get(event.id);
    if (first === undefined) byId.set(event.id, index);
    else if (!isSameCharge(events[first], event))
      return { event: index, field: 'id', problem: `${shortly(event.id)} is another charge already (event ${first})` };
  }
  return null;
}

/** The same charge told twice is one charge (A36). */
function isSameCharge(a: Event | undefined, b: EventOf<'charge'>): boolean {
  return a?.type === 'charge' && a.on === b.on && a.card === b.card && a.yen === b.yen && a.source === b.source;
}

function checkReversals(events: readonly Event[]): InputProblem | null {
  const chargedOn = new Map<string, IsoDate>();
  for (const event of events) if (event.type === 'charge' && event.id !== undefined) chargedOn.set(event.id, event.on);
  for (const [index, event] of events.entries()) {
    if (event.type !== 'reversal') continue;
    const on = chargedOn.get(event.of);
    if (on === undefined) return { event: index, field: 'of', problem: `no charge has the id ${shortly(event.of)}` };
    if (event.on < on) return { event: index, field: 'on', problem: `is before the charge it takes back (${on})` };
  }
  return null;
}

/** A card has one successor and one predecessor at most, and none is its own. */
function checkReissues(events: readonly Event[]): InputProblem | null {
  const successor = new Map<string, number>();
  const predecessor = new Map<string, number>();
  const newest = new Map<string, string>();
  for (const [index, event] of events.entries()) {
    if (event.type !== 'reissue') continue;
    const before = successor.get(event.card);
    if (before !== undefined) {
      if (isSameReissue(events[before], event)) continue;
      return { event: index, field: 'card', problem: `${shortly(event.card)} was replaced already (event ${before})` };
    }
    const other = predecessor.get(event.to);
    if (other !== undefined)
      return { event: index, field: 'to', problem: `${shortly(event.to)} replaces another card (event ${other})` };
    if (leadsTo(newest, event.to) === event.card)
      return { event: index, field: 'to', problem: `${shortly(event.card)} would replace itself: a cycle of reissues` };
    successor.set(event.card, index);
    predecessor.set(event.to, index);
    newest.set(event.card, event.to);
  }
  return null;
}

function isSameReissue(a: Event | undefined, b: EventOf<'reissue'>): boolean {
  return a?.type === 'reissue' && a.on === b.on && a.card === b.card && a.to === b.to;
}

/** Follows replacements to the newest card, and shortens the way for the next time. */
export function leadsTo(replacedBy: Map<string, string>, card: string): string {
  let end = card;
  for (let next = replacedBy.get(end); next !== undefined; next = replacedBy.get(end)) end = next;
  for (let at = card; at !== end; ) {
    const next = replacedBy.get(at) ?? end;
    replacedBy.set(at, end);
    at = next;
  }
  return end;
}

function checkKinds(events: readonly Event[]): InputProblem | null {
  const declared = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    if (event.type !== 'card') continue;
    const key = `${event.on} ${event.card}`;
    const before = declared.get(key);
    if (before === undefined) declared.set(key, index);
    else if ((events[before] as EventOf<'card'>).kind !== event.kind)
      return { event: index, field: 'kind', problem: `contradicts event ${before} of the same day` };
  }
  return null;
}
