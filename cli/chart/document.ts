import type { AnyStateMachine } from 'xstate';
import { allMachines } from './machines.ts';
import { mermaidOf } from './mermaid.ts';
import { type Session, sessionsOf } from './sessions.ts';

/** What each machine is for; a machine without a line here fails the test of the document. */
export const about: Readonly<Record<string, string>> = {
  station: 'The parent. Every job is a child of it; it knows only which job runs and how it ended.',
  registration: 'Registration for the points service (R18–R23).',
  pointCharge: 'Points onto the card (R25). `charging` has no way out but its outcome.',
  inquiry: 'Balance, history and points.',
  identify: 'The first steps of every job: ask for a card, read it, settle what is open on it.',
  findCard: 'Looks at the field until a card lies there.',
  presence: 'Watches that the card of the session still lies there.',
  takenAway: 'Watches that a card which cannot be asked by its IDm, or several, still lie there.',
  timeLimit: 'How long a screen waits; a touch begins it anew.',
  settling: 'Finds out how an open transfer ended, from the same card.',
  told: 'A trouble is on the screen.',
  voidedAtStart: 'After a restart: a charge that was never sent to its card is void, and its passenger is told.',
  afterCharge: 'Done, or the same card once more, or staff; and the receipt.',
  printing: 'One receipt; believes only the printer.',
  goodbye: 'Please take your card.',
  homeWatch: 'A card that is laid before anything was touched.',
  staff: 'Station staff: card and PIN, the menu, its rooms. The card is watched all the time.',
  choosePin: 'A new PIN, entered twice on two shuffled pads.',
  awaitCard: 'The staff card has to be laid again, after the reader was lent or lost.',
  unresolved: 'A room of the staff menu: transfers whose end is not known, by their card or by two members of staff.',
  secondCard: 'Looks until the genuine card of another member of staff lies there.',
  devices: 'A room of the staff menu: the devices and their tests.',
  money: 'A room of the staff menu: the shift report, closed and printed.',
  journal: 'A room of the staff menu: the journal, searched, checked and exported.',
  settings: 'A room of the staff menu: the settings.',
  cards: 'A room of the staff menu: who can come in.',
};
/** The machines whose ways are sessions of a passenger, and not parts of one. */
const jobs = ['registration', 'pointCharge', 'inquiry', 'identify', 'afterCharge'];

const decisions = [
  '## What holds everywhere',
  '',
  '- A session belongs to the card on the reader. Card gone or time up: everything of it is wiped before the next screen.',
  '  "Done" and the receipt outlive the card by 30 s, with amounts and the last four digits only; "lay the same card',
  '  again" stays 60 s, and another card gets normal service after it.',
  '- The first touch may be the card itself: a card laid on the idle machine opens its inquiry, and every other job can be',
  '  begun from there. A card that was left behind begins nothing until the field was seen empty.',
  '- A transfer that is open for a card is settled before anything else is offered to it, in every job.',
  '- The language is a matter of the parent alone: changing it moves no state. It is Japanese again for the next passenger.',
  '- Every screen that waits for a touch has a time limit with 20 s or more of warning, extendable without end. Screens on',
  '  which the machine works have none: what it does has its own limits.',
  '- Value in flight is left by its outcome alone; stopping the station waits for it.',
  '- Staff come in only between two passengers. Closed by staff, or by a contradiction of money, the machine stays closed',
  '  over a restart until staff open it.',
  '',
];

export function chartDocument(): string {
  const machines = allMachines();
  const byJob = jobs.flatMap((id) => machines.filter((machine) => machine.id === id));
  return [
    '# The state machine',
    '',
    'Made from the machine itself by `npm run chart`; a test fails where this file and the machine differ. A state that',
    'invokes something names it in brackets. Arrows for defects of our own are left out.',
    '',
    ...decisions,
    ...machines.flatMap(chapter),
    '## Sessions a passenger can have',
    '',
    'Every way through the jobs that visits no state twice. `identifying` stands for any way through `identify`, and',
    '`afterCharge` for any way through that one; going back and trying again lead into a way of this list.',
    '',
    ...byJob.flatMap(sessionList),
  ].join('\n');
}

function chapter(machine: AnyStateMachine): string[] {
  const text = about[machine.id];
  if (!text) throw new Error(`cli/chart/document.ts says nothing about the machine ${machine.id}`);
  return [`## ${machine.id}`, '', text, '', '```mermaid', mermaidOf(machine), '```', ''];
}

function sessionList(machine: AnyStateMachine): string[] {
  const sessions = sessionsOf(machine);
  const lines = sessions.map((session, index) => `${index + 1}. ${sentence(session)}`);
  return [`### ${machine.id}: ${sessions.length}`, '', ...lines, ''];
}

function sentence({ steps }: Session): string {
  return steps.map(({ label, state }) => (label === '' ? `**${state}**` : `_${label}_ → **${state}**`)).join(' → ');
}
