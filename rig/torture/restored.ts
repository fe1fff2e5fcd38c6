/**
 * A station's folder put back as it had been some visits ago: journal, mark and reserve agree, and nothing in them shows
 * that value has moved since. Nothing of it may reach a card or the books, however often it is started and however long
 * the copy has grown meanwhile; the center's word is what tells it.
 */
import { DatabaseSync } from 'node:sqlite';
import { type DiskImage, readFolder, writeFolder } from './disk.ts';
import type { TestStation } from './station.ts';
import type { World, WorldCard } from './world.ts';

export interface Restored {
  /** The center cannot be reached while the copy is started and a passenger comes. */
  readonly centerAway: boolean;
  /** More starts than one make the copy longer than the journal that the center knows. */
  readonly starts: number;
}

/** Plays it, and puts the true folder back. Throws where the copy was taken for the journal. */
export async function restore(
  world: World,
  station: TestStation,
  image: DiskImage,
  { card, centerAway, starts }: Restored & { readonly card: WorldCard },
): Promise<string> {
  await station.kill();
  // What may be away while the copy runs is the center.
  station.network = () => ({ kind: 'none' });
  const truth = readFolder(station.journalPath);
  if (world.headOf(station.stationId) <= entriesIn(image, station.journalPath)) {
    writeFolder(station.journalPath, truth);
    return 'the center has seen nothing newer';
  }
  // What is on its way already is true, and may arrive.
  await world.clock.advance(CENTER_BACK_MS);
  const before = moved(world, station);
  if (centerAway) world.killCenter();
  writeFolder(station.journalPath, image);
  for (let count = 0; count < starts; count++) {
    await station.restart();
    if (await station.today()) throw new Error('I5: a station runs on a journal that was put back');
  }
  for (const other of world.stations) other.lift();
  station.lay(card);
  const visit = await station.visit(card, 10);
  station.lift();
  if (visit !== 'died' && visit.kind === 'charge') throw new Error('I5: a charge on a journal that was put back');
  world.startCenter();
  await world.clock.advance(CENTER_BACK_MS);
  if (station.day.refusal !== 'journal-outdated') throw new Error('I5: nobody sees that the journal was put back');
  if (moved(world, station) !== before)
    throw new Error('I5: a journal that was put back has reached a card or the books');
  await station.kill();
  writeFolder(station.journalPath, truth);
  return `refused with ${starts} starts`;
}

/** As the files tell, which are put there: a disk may have stored an entry and said that it had not. */
function entriesIn(image: DiskImage, journalPath: string): number {
  writeFolder(journalPath, image);
  const journal = new DatabaseSync(journalPath);
  try {
    return Number(journal.prepare('SELECT max(number) AS last FROM entries').get()?.last);
  } finally {
    journal.close();
  }
}

/** Longer than any wait between two heartbeats or two messages, ms. */
const CENTER_BACK_MS = 120_000;

/** What this station has moved: the other one may tell what waits in its outbox meanwhile. */
function moved({ books, cards }: World, { stationId }: TestStation): string {
  const counted = books
    .prepare(
      `SELECT (SELECT count(*) FROM transfers WHERE json_extract(request, '$.stationId') = :station) AS holds,
         (SELECT count(*) FROM transfer_ends WHERE station_id = :station) AS ends,
         (SELECT count(*) FROM answered_requests WHERE json_extract(request, '$.stationId') = :station) AS requests`,
    )
    .get({ station: stationId });
  return JSON.stringify([counted, cards.map(({ card }) => card.commits.length)]);
}
