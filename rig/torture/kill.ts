/**
 * One run with real processes: visits during which the station, the center or both are killed, at a named point or at
 * any moment; then everything is started again, the card laid once more, and the invariants are read from the card, the
 * center's books and the journal's file.
 */
import { checkFile } from '../../center/main.ts';
import { systemClock } from '../../hardware/clock.ts';
import type { Screen } from '../../station/contract/index.ts';
import { openJournal } from '../../station/journal/index.ts';
import { type TransferPoint, transferPoints } from '../../station/transfer/deps.ts';
import { openTransfers } from '../../station/transfer/open-transfers.ts';
import type { PostgresBooks } from './books.ts';
import { hears } from './hears.ts';
import { violations } from './invariants.ts';
import { Processes } from './processes.ts';
import { seededRandom } from './random.ts';

/** Who dies, and when: at a point of the money path, or so many ms after the passenger has confirmed or laid the same card again. */
export type Death =
  | { readonly who: 'station'; readonly at: TransferPoint }
  | { readonly who: 'station' | 'center' | 'both' | Hurt; readonly at: number };

/** What happens to a PostgreSQL behind the center: it crashes and comes back, or its connections are cut. */
type Hurt = 'database' | 'connections';

export interface KillRun {
  readonly deaths: readonly Death[];
  /** One line a visit. */
  readonly story: readonly string[];
  readonly wrong: readonly string[];
}

/** How long the center stays away after it was killed, ms. */
const CENTER_AWAY_MS = 300;
/** A charge takes about half a second with these devices: deaths lie all over it, ms. */
const LATEST_DEATH_MS = 900;

/** Reached by a registration only, which moves no money, and by staff, whose decisions are killed in test/money. */
const ELSEWHERE: ReadonlySet<TransferPoint> = new Set(['registration-queued', 'deciding', 'decided']);
const points = transferPoints.filter((point) => !ELSEWHERE.has(point));

/** Two deaths a run; every named point has its turn once in as many seeds as there are points. */
export function deathsFrom(seed: number): Death[] {
  const random = seededRandom(seed);
  const at = Math.floor(random() * LATEST_DEATH_MS);
  const who = (['station', 'center', 'both'] as const)[Math.floor(random() * 3)] ?? 'both';
  const point = points[seed % points.length] ?? 'writing';
  const deaths: Death[] = [
    { who: 'station', at: point },
    { who, at },
  ];
  // A point of settling is reached only where there is something to settle.
  return point.startsWith('settle') ? [{ who: 'station', at: 'writing' }, ...deaths] : deaths;
}

/** Before those: the database is hurt in two visits, at any moment of them. */
function hurtsFrom(seed: number): Death[] {
  const random = seededRandom(seed + 1_000_000);
  const at = (): number => Math.floor(random() * LATEST_DEATH_MS);
  const hurts: Death[] = [
    { who: 'database', at: at() },
    { who: 'connections', at: at() },
  ];
  return random() < 0.5 ? hurts : hurts.reverse();
}

/** `postgres`: the center has its books there, and not in a file. */
export async function killRun(
  seed: number,
  centerCommand: readonly string[],
  postgres: PostgresBooks | null = null,
): Promise<KillRun> {
  const deaths = postgres ? [...hurtsFrom(seed), ...deathsFrom(seed)] : deathsFrom(seed);
  const story: string[] = [];
  const missed: string[] = [];
  const books = await postgres?.forRun();
  const processes = new Processes(centerCommand, 1_200, books ? { books } : {});
  try {
    for (const [index, death] of deaths.entries()) {
      const visit = async (): Promise<string> => {
        await processes.startCenter();
        const end = await die(processes, death, 100 * (index + 1), postgres);
        story.push(`${JSON.stringify(death)}: ${end}`);
        return end;
      };
      const { who: before } = deaths[index - 1] ?? {};
      // What a database that was hurt has left open may take up the whole of the next visit.
      const tries = before === 'database' || before === 'connections' ? 2 : 1;
      let end = await visit();
      if (typeof death.at !== 'string') continue;
      for (let again = 1; again < tries && end !== DIED; again++) end = await visit();
      if (end !== DIED) missed.push(`the station never came to "${death.at}"`);
    }
    await everythingOnceMore(processes);
    return { deaths, story, wrong: [...missed, ...(await inspect(processes))] };
  } catch (error) {
    return { deaths, story, wrong: [`fell over: ${error instanceof Error ? error.message : String(error)}`] };
  } finally {
    await processes.remove();
  }
}

/** The passenger's visit has come to its end. */
export const isOver = ({ body }: Screen): boolean => body.id === 'goodbye' || body.id === 'out-of-service';

async function die(
  processes: Processes,
  death: Death,
  charge: number,
  postgres: PostgresBooks | null,
): Promise<string> {
  if (typeof death.at === 'string') {
    // Started by its own death, or by nobody yet.
    await processes.stopStation();
    processes.startStation(death.at);
    let led = Promise.resolve();
    const end = await processes.walk(charge, isOver, () => {
      led = leadTo(processes, death.at);
    });
    // A center that is dying is not yet one that can be started.
    await led;
    return ended(end);
  }
  const { who, at } = death;
  processes.reader.disarm();
  processes.startStation();
  let killed: Promise<void> | null = null;
  const kill = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, at));
    if (who === 'database') return await postgres?.crash();
    if (who === 'connections') return await postgres?.cut();
    if (who !== 'center') await processes.stopStation();
    if (who === 'station') return;
    await processes.center.stop('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, CENTER_AWAY_MS));
    await processes.startCenter();
  };
  const end = await processes.walk(charge, isOver, () => {
    killed ??= kill();
  });
  await killed;
  return ended(end);
}

/** Some points are reached only where something else went wrong before. */
async function leadTo(processes: Processes, point: Death['at']): Promise<void> {
  if (point === 'unknown') processes.reader.arm({ kind: 'reply-lost' }, { packet: hears.write });
  if (point === 'voided') await processes.center.stop('SIGKILL');
}

const DIED = 'died';

function ended(end: Screen | 'dead'): string {
  return end === 'dead' ? DIED : end.body.id;
}

/** Now, and not the visit before a restart, which its screen tells before the center may have heard of it. */
const hasCharged = ({ body }: Screen): boolean => body.id === 'charged' && !body.earlier;

/** The card is laid once more at a station that works; what is open is settled and told, or it could not be charged. */
export async function everythingOnceMore(processes: Processes): Promise<void> {
  await processes.startCenter();
  await processes.stopStation();
  processes.startStation();
  for (const until of [hasCharged, isOver]) {
    if ((await processes.walk(10, until)) === 'dead')
      throw new Error('the station ended although everything was healed');
  }
  // In order: value in flight and what waits in the outbox come to their end.
  await processes.stopStation('SIGTERM');
  await processes.center.stop();
}

/** What is wrong in card, books and journal, at rest: one line each. */
export async function inspect(processes: Processes): Promise<string[]> {
  const faults = await checkFile(processes.books.database);
  const journal = openJournal({
    path: processes.journalFile,
    stationId: processes.stationId,
    clock: systemClock,
    newId: () => crypto.randomUUID(),
  });
  if (!journal.ok) return [`the journal is refused: ${JSON.stringify(journal.error)}`];
  const books = await processes.books.read();
  try {
    const { state } = journal.value;
    const open = [
      ...openTransfers(state).map(({ transferId }) => transferId),
      ...books
        .prepare('SELECT transfer_id FROM open_holds')
        .all()
        .map((row) => String(row.transfer_id)),
    ];
    const { card, printer } = processes;
    const stations = [{ isRunning: true, journal: journal.value, money: { open: openTransfers(state) }, printer }];
    return [
      ...violations({ cards: [card], books, check: () => faults, stations }),
      ...[...new Set(open)].map((transferId) => `I1: ${transferId} is open although everything was healed`),
    ];
  } finally {
    books.close();
    journal.value.close();
  }
}
