/** The rules: how long answers take, against merely reading the same events. */
import { addDays, type CheckedInput, checkInput, describeProblem, type Event, evaluate } from '../../points/index.ts';
import { type Figure, measured, type Section } from './figure.ts';

const AS_OF = '2023-06-30';
const SAMPLE_PERSONS = 20_000;
const ALL_PERSONS = 1_000_000;
const CHARGES_A_PERSON = 12;
/** Persons are made and measured in parts, so that a million of them need no more memory than this many. */
const PART = 10_000;
const ONE_PERSON_GOAL_MS = 10;
const ALL_PERSONS_GOAL_S = 180;

/** A person who registers, applies and then charges small sums on the days after. */
function person(number: number, charges: number): Event[] {
  const card = `C${number}`;
  const events: Event[] = [
    { on: '2022-06-30', type: 'registration', card },
    { on: '2022-07-01', type: 'application', person: `P${number}`, card, measure: 'charge' },
  ];
  for (let index = 0; index < charges; index++) {
    const on = addDays('2022-07-01', (index * 7 + number) % 330);
    events.push({ on, type: 'charge', card, yen: 500 + ((index * 130 + number) % 2_000), source: 'cash' });
  }
  return events;
}

function checkedInput(events: readonly Event[]): CheckedInput {
  const checked = checkInput({ asOf: AS_OF, events });
  if (!checked.ok) throw new Error(describeProblem(checked.error));
  return checked.value;
}

/** What any program has to do at least: look at every event once. The sum keeps the loop from being left out. */
function read({ asOf, events }: CheckedInput): number {
  let yen = 0;
  for (const event of events) if (event.on <= asOf && event.type === 'charge') yen += event.yen;
  return yen;
}

function eventsASecond(events: number, ms: number): string {
  return `${Math.round((events / ms) * 1_000).toLocaleString('en-US')} events/s`;
}

function onePerson(): Figure {
  const input = checkedInput(person(1, 5_000));
  const evaluating = measured(30, () => void evaluate(input));
  const reading = measured(30, () => void read(input));
  return {
    what: 'one person with 5,000 charges',
    value: `${evaluating.ms.toFixed(2)} ms (${eventsASecond(input.events.length, evaluating.ms)})`,
    spread: evaluating.spread,
    against: { what: 'merely reading them', ratio: evaluating.ms / reading.ms },
    goal: { says: `≤ ${ONE_PERSON_GOAL_MS} ms`, met: evaluating.ms <= ONE_PERSON_GOAL_MS },
  };
}

/** Milliseconds of work that is large enough to be done once: the parts of it are the several runs. */
function once(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function manyPersons(persons: number): Figure {
  let [evaluating, reading, checking, events] = [0, 0, 0, 0];
  for (let from = 0; from < persons; from += PART) {
    const stories = Array.from({ length: Math.min(PART, persons - from) }, (_, at) =>
      person(from + at, CHARGES_A_PERSON),
    );
    let inputs: CheckedInput[] = [];
    checking += once(() => {
      inputs = stories.map(checkedInput);
    });
    evaluating += once(() => inputs.forEach((input) => void evaluate(input)));
    reading += once(() => inputs.forEach((input) => void read(input)));
    events += stories.length * (CHARGES_A_PERSON + 2);
  }
  const million = ((evaluating / persons) * ALL_PERSONS) / 1_000;
  const sampled = persons === ALL_PERSONS ? '' : `, from a sample of ${persons.toLocaleString('en-US')}`;
  return {
    what: `1,000,000 persons with ${CHARGES_A_PERSON} charges each${sampled}`,
    value: `${million.toFixed(1)} s (${eventsASecond(events, evaluating)}; checking their shape ${eventsASecond(events, checking)})`,
    against: { what: 'merely reading them', ratio: evaluating / reading },
    goal: { says: `≤ ${ALL_PERSONS_GOAL_S} s`, met: million <= ALL_PERSONS_GOAL_S },
  };
}

export const points: Section = {
  name: 'points',
  async *run({ full }) {
    yield onePerson();
    yield manyPersons(full ? ALL_PERSONS : SAMPLE_PERSONS);
  },
};
