/** What has to be so, read from where the truth is: the card, the center's books, the journal's file, the paper, the wire. */

import type { JournalState } from '../../station/journal/index.ts';
import { openJournal } from '../../station/journal/index.ts';
import { copyOf } from '../../station/journal/testing/fixture.ts';
import { openTransfers } from '../../station/transfer/open-transfers.ts';
import type { World } from '../torture/world.ts';
import type { PlayedCard } from './cards.ts';
import type { RigMachine } from './machine.ts';
import type { AccountTruth, CardTruth, Expectations } from './schema.ts';
import { fieldDifference } from './seen.ts';

/** What is looked at. */
export interface Scene {
  readonly machine: RigMachine;
  readonly card: (name: string) => PlayedCard;
  /** Packets that the reader has sent, by kind. */
  readonly packets: Readonly<Record<string, number>>;
  /** Ids of the screens: all, and those since the expectation before. */
  readonly shown: readonly string[];
  readonly shownLately: readonly string[];
}

/** What is wrong, in words; empty where everything is as expected. */
export function disappointments(scene: Scene, expected: Expectations): string[] {
  const { machine } = scene;
  return [
    ...Object.entries(expected.card ?? {}).map(([name, truth]) => ofCard(scene.card(name), name, truth)),
    ...Object.entries(expected.ledger ?? {}).map(([name, account]) =>
      ofLedger(machine.world, scene.card(name), name, account),
    ),
    ...(expected.journal ? ofJournal(machine, expected.journal) : []),
    ...(expected.paper ? ofPaper(machine, expected.paper) : []),
    ...Object.entries(expected.wire ?? {}).map(([kind, count]) => {
      const heard = scene.packets[kind] ?? 0;
      return heard === count ? null : `the wire had ${heard} packets "${kind}", not ${count}`;
    }),
    said('the tower', fieldDifference(machine.tower.lamps, expected.tower)),
    inOrder(scene.shown, expected.passed ?? [], 'screen'),
    ...(expected.never ?? []).map((id) => (scene.shownLately.includes(id) ? `the screen ${id} was shown` : null)),
    said('staff see', fieldDifference(machine.station.staff.screen?.body ?? null, expected.staff)),
  ].filter((what) => what !== null);
}

const said = (of: string, what: string | null): string | null => what && `${of}: ${what}`;

function ofCard({ value }: PlayedCard, name: string, truth: CardTruth): string | null {
  if (!value) return `the card "${name}" carries no value`;
  const { balanceYen, updateNumber, history, commits } = value;
  const is = { balanceYen, updateNumber, records: history.length, writes: commits.length };
  return said(`the card "${name}"`, fieldDifference(is, truth));
}

function ofLedger({ books }: World, { cardNumber }: PlayedCard, name: string, account: AccountTruth): string | null {
  const ask = (sql: string) => books.prepare(sql).all(cardNumber) as Record<string, unknown>[];
  // From the double entries themselves, not from the balances that the center keeps beside them.
  const sum = (side: 'source' | 'target') =>
    Number(
      ask(`SELECT coalesce(sum(points), 0) AS points FROM entries WHERE card_number = ? AND ${side} = 'outstanding'`)[0]
        ?.points,
    );
  const states = ask(
    `SELECT coalesce(state, 'held') AS state FROM transfers LEFT JOIN transfer_ends USING (transfer_id) WHERE transfers.card_number = ?`,
  ).map(({ state }) => state);
  const count = (state: string) => states.filter((each) => each === state).length;
  const registered = ask('SELECT registered_on AS day FROM registrations WHERE card_number = ?')[0]?.day ?? null;
  const is = {
    points: sum('target') - sum('source'),
    registered,
    transfers: { held: count('held'), settled: count('settled'), voided: count('voided') },
  };
  return said(`the ledger of "${name}"`, fieldDifference(is, account));
}

export interface ReadJournal {
  readonly state: JournalState;
  readonly kinds: readonly string[];
}

/** The journal's file as it stands, opened by the program that would open it next; throws where that refuses it. */
export function readJournal(machine: RigMachine): ReadJournal {
  const copy = copyOf(machine.dataFolder);
  try {
    const { clock } = machine.world;
    const opened = openJournal({
      path: `${copy.path}/journal.sqlite`,
      stationId: machine.stationId,
      clock,
      newId: () => crypto.randomUUID(),
    });
    if (!opened.ok) throw new Error(`the journal is refused: ${opened.error.kind}`);
    const kinds = [...opened.value.entries()].map(({ body }) => body.kind);
    const { state } = opened.value;
    opened.value.close();
    return { state, kinds };
  } finally {
    copy.remove();
  }
}

function ofJournal(machine: RigMachine, expected: NonNullable<Expectations['journal']>): (string | null)[] {
  const { state, kinds } = readJournal(machine);
  const open = openTransfers(state).length;
  return [
    said(
      'the journal',
      fieldDifference({ open, waiting: state.outbox.size }, { open: expected.open, waiting: expected.waiting }),
    ),
    ...Object.entries(expected.entries ?? {}).map(([kind, count]) => {
      const found = kinds.filter((each) => each === kind).length;
      return found === count ? null : `the journal has ${found} entries "${kind}", not ${count}`;
    }),
    inOrder(kinds, expected.order ?? [], 'entry'),
  ];
}

function ofPaper({ printer }: RigMachine, expected: NonNullable<Expectations['paper']>): (string | null)[] {
  const text = printer.paper.map((piece) => piece.text).join('\n');
  const { pieces = printer.paper.length, contains = [], lacks = [] } = expected;
  return [
    printer.paper.length === pieces ? null : `${printer.paper.length} pieces of paper came out, not ${pieces}`,
    ...contains.map((words) => (text.includes(words) ? null : `the paper does not say ${words}`)),
    ...lacks.map((words) => (text.includes(words) ? `the paper says ${words}` : null)),
  ];
}

function inOrder(all: readonly string[], wanted: readonly string[], what: string): string | null {
  let at = 0;
  for (const each of wanted) {
    const found = all.indexOf(each, at);
    if (found < 0) return `no ${what} "${each}" ${at === 0 ? '' : 'after those before it '}in ${all.join(', ')}`;
    at = found + 1;
  }
  return null;
}
