/** `explain`: the answer of `evaluate` for one person, as an account that a person can read. */
import { whyNotCounted } from './accounts.ts';
import type { Reason } from './applications.ts';
import { campaignAsOf } from './as-of.ts';
import { compareDates, type IsoDate, laterOf } from './calendar.ts';
import { mynapoint } from './campaigns.ts';
import { type Answer, type ApplicationRow, evaluate, type GrantRow } from './evaluate.ts';
import { type ExplainLanguage, type Verdict, type Words, words } from './explain-words.ts';
import { type CheckedInput, type EventOf, leadsTo } from './input.ts';

interface Story {
  readonly input: CheckedInput;
  readonly answer: Answer;
  readonly person: string;
  readonly say: Words;
  readonly replacedBy: Map<string, string>;
}

/**
 * What a person is owed, when, under which name and why, line by line; rule numbers in brackets. A person nobody
 * knows gets an account that says so.
 */
export function explain(
  input: CheckedInput,
  { person, language }: { person: string; language: ExplainLanguage },
): string {
  const say = words[language];
  const answer = evaluate(input);
  const story: Story = { input, answer, person, say, replacedBy: replacements(input) };
  const { endsOn, pointName } = answer.campaign;
  return [
    say.title(person, say.day(input.asOf)),
    say.campaign(endsOn === null ? say.noEnd : say.day(endsOn), pointName),
    ...section(say.applications, applicationLines(story), say.noApplication),
    ...chargeSections(story),
    ...section(say.grants, grantLines(story), say.noGrant),
  ].join('\n');
}

function section(title: string, lines: readonly string[], none: string): string[] {
  return ['', title, ...(lines.length === 0 ? [none] : lines).map((line) => `  ${line}`)];
}

function replacements({ asOf, events }: CheckedInput): Map<string, string> {
  const replacedBy = new Map<string, string>();
  for (const event of events) if (event.type === 'reissue' && event.on <= asOf) replacedBy.set(event.card, event.to);
  return replacedBy;
}

function applicationsOf({ answer, person }: Story): { row: ApplicationRow; reason: Reason }[] {
  return answer.applications.flatMap((row, at) => {
    const reason = answer.reasons.applications[at];
    return row.person === person && reason !== undefined ? [{ row, reason }] : [];
  });
}

function applicationLines(story: Story): string[] {
  const { say, replacedBy } = story;
  return applicationsOf(story).map(({ row, reason }) => {
    const holder = leadsTo(replacedBy, row.card);
    const moved = holder === row.card ? '' : say.movedTo(holder);
    const outcome = row.reason === undefined ? say.accepted : say.refused[row.reason];
    return `${say.day(row.on)}  ${say.measure[row.measure]}  ${say.card(row.card)}${moved}: ${outcome}${rules(reason)}`;
  });
}

function rules(reason: Reason): string {
  return ` [${reason.rules.join(' ')}]`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** One list of charges for each accepted application to the charge measure. */
function chargeSections(story: Story): string[] {
  const { answer, say, replacedBy } = story;
  return applicationsOf(story).flatMap(({ row, reason }) => {
    if (row.measure !== 'charge' || !row.accepted) return [];
    const at = answer.reasons.progress.findIndex(({ events }) => events[0] === reason.events[0]);
    const progress = answer.progress[at];
    const counted = new Set(answer.reasons.progress[at]?.events);
    const lines = chargeLines(story, row, counted);
    if (progress !== undefined) {
      const granted = answer.grants.some(({ person, measure }) => person === row.person && measure === 'charge');
      lines.push(say.progress(number(progress.countedYen), granted ? null : number(progress.remainingYen)));
    }
    return section(`${say.charges}  ${say.card(leadsTo(replacedBy, row.card))}`, lines, say.noCharges);
  });
}

function chargeLines(story: Story, application: ApplicationRow, counted: ReadonlySet<number>): string[] {
  const { input, say, replacedBy } = story;
  const holder = leadsTo(replacedBy, application.card);
  const found: { index: number; event: EventOf<'charge'> }[] = [];
  for (const [index, event] of input.events.entries())
    if (event.type === 'charge' && event.on <= input.asOf && leadsTo(replacedBy, event.card) === holder)
      found.push({ index, event });
  found.sort((a, b) => compareDates(a.event.on, b.event.on));
  const takenBack = takenBackBy(story);
  return found.flatMap(({ index, event }) => {
    const verdict = verdictOf(event, counted.has(index), application, takenBack(index, event));
    if (verdict === null) return [];
    return [
      `${say.day(event.on)}  ${say.yen(number(event.yen))}  ${say.source[event.source]}: ${say.verdict[verdict]}`,
    ];
  });

  /** Null: told twice, or made with the new card before it took the account over. */
  function verdictOf(event: EventOf<'charge'>, counts: boolean, { on }: ApplicationRow, back: Verdict | null) {
    if (counts) return back ?? 'counted';
    if (event.on < on) return 'before-application';
    const known = campaignAsOf(mynapoint, input.asOf);
    const measure = known.measures.find((candidate) => candidate.shape === 'charge-total');
    return measure === undefined ? null : whyNotCounted(event, measure, known);
  }
}

/** Whether a charge was taken back, and whether the grant it led to had its planned day by then (A35). */
function takenBackBy({ input, answer }: Story): (index: number, event: EventOf<'charge'>) => Verdict | null {
  const reversed = new Set<string>();
  for (const event of input.events) if (event.type === 'reversal' && event.on <= input.asOf) reversed.add(event.of);
  const granted = new Set(answer.reasons.grants.flatMap(({ events }) => events));
  return (index, { id }) => {
    if (id === undefined || !reversed.has(id)) return null;
    return granted.has(index) ? 'taken-back-after-the-grant' : 'taken-back';
  };
}

function grantLines(story: Story): string[] {
  const { answer, person, say } = story;
  const lines: string[] = [];
  let total = 0;
  for (const [at, row] of answer.grants.entries()) {
    const reason = answer.reasons.grants[at];
    if (row.person !== person || reason === undefined) continue;
    total += row.points;
    lines.push(grantLine(story, row, reason));
  }
  if (lines.length > 0) lines.push(say.total(number(total)));
  return [...lines, ...waitingLines(story)];
}

function grantLine({ say, input, answer }: Story, row: GrantRow, reason: Reason): string {
  const when =
    row.plannedOn === null ? say.afterTheEnd : say.planned(say.day(row.plannedOn), row.plannedOn <= answer.asOf);
  const days = reason.events.map((index) => input.events[index]?.on ?? '');
  const decidedOn: IsoDate = days.reduce(laterOf, '');
  const because = row.measure === 'charge' ? (row.plannedOn === null ? 'payout' : 'lump') : 'act';
  const why = say.because[because](say.day(decidedOn));
  return `${when}  ${number(row.points)} ${row.pointName}  ${say.card(row.card)}: ${why}${rules(reason)}`;
}

/** What an accepted application without a grant still waits for, or why nothing is due after the end. */
function waitingLines(story: Story): string[] {
  const { answer, person, say } = story;
  const { endsOn } = answer.campaign;
  const why = endsOn !== null && answer.asOf > endsOn ? say.nothingDue : say.waiting;
  return applicationsOf(story)
    .filter(({ row }) => row.accepted)
    .filter(({ row }) => !answer.grants.some((grant) => grant.person === person && grant.measure === row.measure))
    .map(({ row }) => `${say.measure[row.measure]}: ${why[row.measure]}`);
}
