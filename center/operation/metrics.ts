/** `/metrics`: what Prometheus collects of this process and of its database. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { CenterDatabase } from '../database.ts';
import { delays } from '../delays.ts';
import { one, type Row, type Sql } from '../sql.ts';
import { metric } from './prometheus.ts';
import type { Watch } from './watch.ts';

interface Books {
  readonly openHolds: number;
  readonly heldPoints: number;
  readonly discrepancies: number;
  readonly stations: number;
}

/** Small tables only: a scrape every few seconds must not read the ledger. */
function* books(): Sql<Books> {
  const row = yield* one<Row>(
    `SELECT (SELECT count(*) FROM open_holds) AS holds, (SELECT count(*) FROM discrepancies) AS discrepancies,
       (SELECT count(*) FROM stations) AS stations,
       (SELECT coalesce(sum(CAST(request -> 'evidence' ->> 'points' AS BIGINT)), 0)
        FROM open_holds JOIN transfers USING (card_number, transfer_id)) AS points`,
  );
  return {
    openHolds: Number(row?.holds),
    heldPoints: Number(row?.points),
    discrepancies: Number(row?.discrepancies),
    stations: Number(row?.stations),
  };
}

export interface Metrics {
  /** Never rejects: without its database the center says so in `wester_center_database_up`. */
  text(): Promise<string>;
  stop(): void;
}

export function metricsOf(db: CenterDatabase, watch: Watch): Metrics {
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  return {
    async text() {
      const found = await Promise.resolve()
        .then(() => db.read(books))
        .catch(() => null);
      const lateNs = loop.percentile(99);
      loop.reset();
      return [
        callsText(watch),
        stationsText(watch),
        booksText(found),
        poolText(db),
        doneAgainText(db),
        processText(lateNs),
      ].join('');
    },
    stop: () => void loop.disable(),
  };
}

function callsText({ answered, took }: Watch): string {
  return (
    metric('wester_center_calls_total', 'counter', 'Calls answered, by name and result.', answered.samples()) +
    took.text('wester_center_call_seconds', 'How long calls took, by name.')
  );
}

function stationsText(watch: Watch): string {
  const all = [...watch.heard().values()];
  const lately = all.filter(({ silentS }) => silentS * 1_000 <= delays.heardLatelyMs);
  const waiting = all.map(({ waitingS }) => waitingS).filter((seconds) => seconds !== null);
  const longest = waiting.reduce((most, seconds) => Math.max(most, seconds), 0);
  return (
    metric('wester_center_stations_heard', 'gauge', 'Stations that this process has heard in the last three minutes.', [
      { value: lately.length },
    ]) +
    metric('wester_center_outbox_waiting', 'gauge', 'Stations whose outbox was not empty at their last heartbeat.', [
      { value: waiting.length },
    ]) +
    metric('wester_center_outbox_waiting_seconds', 'gauge', 'How long the longest of them has said so.', [
      { value: longest },
    ])
  );
}

function booksText(found: Books | null): string {
  const up = metric('wester_center_database_up', 'gauge', 'Whether the database answered this scrape.', [
    { value: found ? 1 : 0 },
  ]);
  if (!found) return up;
  return (
    up +
    metric('wester_center_open_holds', 'gauge', 'Transfers whose end nobody has told.', [{ value: found.openHolds }]) +
    metric('wester_center_held_points', 'gauge', 'Points under them.', [{ value: found.heldPoints }]) +
    metric('wester_center_discrepancies', 'gauge', 'Ends that contradict the one that stands.', [
      { value: found.discrepancies },
    ]) +
    metric('wester_center_stations_known', 'gauge', 'Stations ever heard.', [{ value: found.stations }])
  );
}

function poolText({ pool }: CenterDatabase): string {
  if (!pool) return '';
  const { total, idle, waiting } = pool();
  return metric('wester_center_database_pool', 'gauge', 'Connections to the database, and calls that wait for one.', [
    { labels: { state: 'busy' }, value: total - idle },
    { labels: { state: 'idle' }, value: idle },
    { labels: { state: 'waiting' }, value: waiting },
  ]);
}

function doneAgainText({ doneAgain }: CenterDatabase): string {
  const what = 'Calls whose shared transaction failed by one of them: each was done again alone.';
  return doneAgain ? metric('wester_center_calls_done_again_total', 'counter', what, [{ value: doneAgain() }]) : '';
}

/** The names that every Prometheus dashboard for Node knows. */
function processText(loopP99Ns: number): string {
  const { heapUsed, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return (
    metric('process_resident_memory_bytes', 'gauge', 'Memory of this process.', [{ value: rss }]) +
    metric('nodejs_heap_size_used_bytes', 'gauge', 'Of it, what JavaScript keeps.', [{ value: heapUsed }]) +
    metric('process_cpu_seconds_total', 'counter', 'Processor time of this process.', [
      { value: (user + system) / 1e6 },
    ]) +
    metric('nodejs_eventloop_lag_p99_seconds', 'gauge', 'How late timers came since the last scrape, 99 of 100.', [
      { value: loopP99Ns / 1e9 },
    ])
  );
}
