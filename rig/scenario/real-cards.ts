/** What real cards hold after a play, read through the reader that the station has let go of. */
import { createCardAccess } from '../../hardware/card/access.ts';
import type { CardAccess, CardError, OpenData } from '../../hardware/card/port.ts';
import type { PlayClock } from '../../hardware/clock.ts';
import { createReader } from '../../hardware/reader/driver.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { createRigSam } from '../../hardware/sam/rig-sam.ts';
import { cardWords } from './by-hand.ts';
import type { PlayedCard } from './cards.ts';
import { maySign } from './machine-devices.ts';
import type { CardTruth } from './schema.ts';
import { fieldDifference } from './seen.ts';
import type { Place, Stage } from './stage.ts';

/** How long the reader may take to come up, its ladder of recovery included. */
const READY_MS = 20_000;

export interface RealCards {
  readonly wrong: readonly string[];
  /** Records that the card did not have before, newest first; by its name. A card that is not in here was not read. */
  readonly fresh: ReadonlyMap<string, readonly string[]>;
}

/** Asks for every card with value that was laid, one after another. The station has stopped. */
export async function readRealCards(stage: Stage, { machine }: Place): Promise<RealCards> {
  const wrong: string[] = [];
  const fresh = new Map<string, readonly string[]>();
  const cards = [...stage.cardsToRead].filter(([name]) => stage.card(name).value !== null);
  if (cards.length === 0 || !stage.person) return { wrong, fresh };
  const { clock } = stage.world;
  const reader = createReader({ kind: machine.desk.reader.kind, line: machine.lines.reader, clock });
  reader.start();
  try {
    const isUp = await clock.advanceUntil(() => reader.status === 'ready', READY_MS);
    if (!isUp) return { wrong: ['no card can be read at the end: the reader does not answer'], fresh };
    const access = createCardAccess({ reader, sam: maySign(machine.desk.reader) ? createRigSam() : null });
    for (const [name, truth] of cards) {
      const card = stage.card(name);
      await stage.person.does(`lay ${cardWords(name, card.spec)} on the reader, and nothing else: it is read`);
      const read = await inTime(clock, readCard(access, card));
      if (read.ok) {
        fresh.set(name, freshOn(read.value, card));
        wrong.push(...differences(read.value, name, truth));
      } else wrong.push(`the card "${name}" cannot be read at the end: ${read.error.kind}`);
    }
    return { wrong, fresh };
  } finally {
    await inTime(clock, reader.stop());
  }
}

/** Lets time pass until it is done. */
async function inTime<Done>(clock: PlayClock, doing: Promise<Done>): Promise<Done> {
  let isDone = false;
  const ended = doing.finally(() => {
    isDone = true;
  });
  ended.catch(() => {});
  if (!(await clock.advanceUntil(() => isDone))) throw new Error('the reader does not come to an end');
  return ended;
}

async function readCard(access: CardAccess, { cardNumber }: PlayedCard): Promise<Result<OpenData, CardError>> {
  const seen = await access.look();
  if (!seen.ok) return seen;
  if (seen.value.on === 'several') return fail({ kind: 'several-cards' });
  if (seen.value.on === 'nothing') return fail({ kind: 'card-gone' });
  if (seen.value.on !== 'transit-card') return fail({ kind: 'different-card' });
  const { idm } = seen.value;
  const open = await access.readOpen(idm);
  if (!open.ok || !access.keyed || cardNumber === null) return open;
  const issue = await access.keyed.readIssue(idm);
  if (!issue.ok) return issue;
  return issue.value.cardNumber === cardNumber ? ok(open.value) : fail({ kind: 'different-card' });
}

/** The simulated twin of the card was never touched: it has what the card had at the beginning. */
function freshOn({ history }: OpenData, { value }: PlayedCard): string[] {
  const before = new Set<string>(value?.history);
  return history.map(({ raw }) => raw).filter((raw) => !before.has(raw));
}

function differences({ balanceYen, updateNumber, history }: OpenData, name: string, truth: CardTruth | null): string[] {
  const what = truth && fieldDifference({ balanceYen, updateNumber, records: history.length }, truth);
  return what ? [`the card "${name}", read through the reader: ${what}`] : [];
}
