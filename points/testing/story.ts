/** Short ways to say a story in tests. */
import { type Answer, type Campaign, checkInput, describeProblem, type Event, evaluate } from '../index.ts';

/** Evaluates events; a wrong input fails the test with its message. */
export function answerOf(asOf: string, events: readonly Event[], campaign?: Campaign): Answer {
  const checked = checkInput({ asOf, events });
  if (!checked.ok) throw new Error(describeProblem(checked.error));
  return evaluate(checked.value, campaign);
}

type Measure = 'charge' | 'health-insurance' | 'public-money-account';

export const card = (on: string, kind: Extract<Event, { type: 'card' }>['kind'], name = 'A'): Event => ({
  on,
  type: 'card',
  card: name,
  kind,
});
export const register = (on: string, name = 'A'): Event => ({ on, type: 'registration', card: name });
export const apply = (on: string, measure: Measure = 'charge', person = 'P', name = 'A'): Event => ({
  on,
  type: 'application',
  person,
  card: name,
  measure,
});
export const charge = (
  on: string,
  yen: number,
  {
    source = 'cash',
    id,
    name = 'A',
  }: Partial<Pick<Extract<Event, { type: 'charge' }>, 'source' | 'id'>> & { name?: string } = {},
): Event => ({ on, type: 'charge', card: name, yen, source, ...(id === undefined ? {} : { id }) });
export const takeBack = (on: string, of: string): Event => ({ on, type: 'reversal', of });
export const reissue = (on: string, from: string, to: string): Event => ({ on, type: 'reissue', card: from, to });
export const insurance = (on: string, person = 'P'): Event => ({ on, type: 'health-insurance', person });
export const account = (on: string, person = 'P'): Event => ({ on, type: 'public-money-account', person });
export const elsewhere = (on: string, measure: Measure = 'charge', person = 'P'): Event => ({
  on,
  type: 'received-elsewhere',
  person,
  measure,
});

/** Registered on 9 January 2023, applied on the 10th: how most stories begin. */
export const applied: readonly Event[] = [register('2023-01-09'), apply('2023-01-10')];

/** Points and planned day of each grant, the rest left out. */
export function dues({ grants }: Answer): [number, string | null][] {
  return grants.map(({ points, plannedOn }) => [points, plannedOn]);
}

/** `accepted` or the reason of each application. */
export function outcomes({ applications }: Answer): string[] {
  return applications.map(({ reason }) => reason ?? 'accepted');
}
