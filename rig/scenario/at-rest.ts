/** What has to be so after every scenario: I1 to I4 and I6 of design §3, the center's own books, and both protocols kept. */
import type { ScreenBody } from '../../station/contract/index.ts';
import { openTransfers } from '../../station/transfer/open-transfers.ts';
import { violations } from '../torture/invariants.ts';
import { readJournal } from './expect.ts';
import { type RealCards, readRealCards } from './real-cards.ts';
import type { Stage } from './stage.ts';

/** How long what is on its way takes where nothing is wrong; and how long the outbox may take after it was, ms. */
const ON_ITS_WAY_MS = 3_000;
const LAST_MESSAGE_MS = 120_000;

/** @param unresolved so many transfers are open on purpose. */
export async function atRest(stage: Stage, unresolved: number): Promise<string[]> {
  const { world } = stage;
  world.startCenter();
  for (const { machine } of stage.all) machine.network = () => ({ kind: 'none' });
  await world.clock.advance(ON_ITS_WAY_MS);
  const waits = stage.all.some(
    ({ machine }) => keepsJournal(machine.screen.body) && readJournal(machine).state.outbox.size > 0,
  );
  if (waits) await world.clock.advance(LAST_MESSAGE_MS);
  const first = stage.at(undefined);
  const isReal = first.machine.real.has('reader');
  if (isReal && !first.machine.isDown) await first.machine.stop();
  const real = isReal ? await readRealCards(stage, first) : null;
  const kept = stage.all.flatMap(({ machine }) => {
    const { reader, printer, tower } = machine;
    return [
      ...reader.breaches.map((breach) => `the station broke the reader's protocol: ${breach}`),
      ...printer.breaches.map(({ kind }) => `the station broke the printer's protocol: ${kind}`),
      ...tower.breaches.map((breach) => `the station broke the tower's protocol: ${breach}`),
    ];
  });
  const stations = stage.all
    .filter(({ machine }) => keepsJournal(machine.screen.body))
    .map(({ machine }) => {
      const { state } = readJournal(machine);
      return { isRunning: true, journal: { state }, money: { open: openTransfers(state) }, printer: machine.printer };
    });
  const open = new Set([
    ...world.openHolds(),
    ...stations.flatMap(({ money }) => money.open.map(({ transferId }) => transferId)),
  ]).size;
  return [
    ...kept,
    ...(real?.wrong ?? []),
    ...violations({
      cards: real ? readFrom(stage, real) : written(stage),
      books: world.books,
      check: () => world.check(),
      stations,
    }),
    ...(open === unresolved ? [] : [`${open} transfers are open, not ${unresolved}`]),
  ];
}

/** False: its journal was refused. */
function keepsJournal(body: ScreenBody): boolean {
  return body.id !== 'out-of-service' || !body.reason.startsWith('journal');
}

/** Accounts, and what was written to every piece of plastic of their number. */
function written(stage: Stage) {
  return stage.world.cards.map(({ cardNumber, granted, card }) => {
    const others = [...stage.cards.values()].filter((other) => other.cardNumber === cardNumber && other.value !== card);
    return {
      cardNumber,
      granted,
      card: { commits: [card, ...others.map(({ value }) => value)].flatMap((each) => each?.commits ?? []) },
    };
  });
}

/** The same of real cards: a record that was not there before is a write. One that could not be read says nothing. */
function readFrom(stage: Stage, { fresh }: RealCards) {
  return stage.world.cards.map(({ cardNumber, granted }) => {
    const names = [...stage.cards].filter(([, card]) => card.cardNumber === cardNumber).map(([name]) => name);
    const isUnread = names.some((name) => stage.cardsToRead.has(name) && !fresh.has(name));
    const commits = names.flatMap((name) => fresh.get(name) ?? []).map((newest) => ({ secure: true, newest }));
    return { cardNumber, granted, card: isUnread ? null : { commits } };
  });
}
