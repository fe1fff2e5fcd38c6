/**
 * What this process has seen of its calls and stations since it started, in memory: for metrics and the fleet board. It is
 * no book: of several centers over one database each knows what it heard itself.
 */
import { calls } from '../contract/index.ts';
import type { OperatorAnswer } from '../contract/operator.ts';
import type { CenterHandler } from '../port.ts';
import { Counter, Histogram } from './prometheus.ts';

/** A call that was answered. */
export interface Answered {
  /** A name of the contract, never a word from outside. */
  readonly call: string;
  /** As it came, unchecked. */
  readonly request: unknown;
  readonly status: number;
  readonly body: unknown;
  readonly ms: number;
}

export interface HeardStation {
  /** Since its last heartbeat, s. */
  readonly silentS: number;
  /** Since it began to say that something waits in its outbox, s; null: nothing does. */
  readonly waitingS: number | null;
}

/** What a station says of its outbox where nothing is in it (`devices.outbox` of a heartbeat). */
const NOTHING_WAITS = '0';

/** A call takes milliseconds; a station gives up after seconds. */
const BOUNDS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export class Watch {
  readonly answered = new Counter();
  readonly took = new Histogram(BOUNDS_S);
  readonly #now: () => number;
  readonly #stations = new Map<string, { heardMs: number; waitingSinceMs: number | null }>();

  /** `now`: ms of a clock that only goes forward. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  note({ call, request, status, body, ms }: Answered): void {
    this.answered.add({ call, result: status === 200 ? 'ok' : codeOf(body) });
    this.took.observe({ call }, ms / 1_000);
    if (call === 'heartbeat' && status === 200) this.#heard(request);
  }

  /** By station, those this process has heard. */
  heard(): ReadonlyMap<string, HeardStation> {
    const now = this.#now();
    return new Map(
      [...this.#stations].map(([id, { heardMs, waitingSinceMs }]) => [
        id,
        { silentS: (now - heardMs) / 1_000, waitingS: waitingSinceMs === null ? null : (now - waitingSinceMs) / 1_000 },
      ]),
    );
  }

  #heard(request: unknown): void {
    const heartbeat = calls.heartbeat.request.safeParse(request);
    if (!heartbeat.success) return;
    const { stationId, devices } = heartbeat.data;
    const now = this.#now();
    const waits = (devices.outbox ?? NOTHING_WAITS) !== NOTHING_WAITS;
    const before = this.#stations.get(stationId)?.waitingSinceMs ?? null;
    this.#stations.set(stationId, { heardMs: now, waitingSinceMs: waits ? (before ?? now) : null });
  }
}

function codeOf(body: unknown): string {
  const { code } = (body ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}

/** The same center, with every call noted; what it knows of stations is completed with when this process heard them. */
export function watched(center: CenterHandler, watch: Watch): CenterHandler {
  return {
    async handle(...args) {
      const [call, request] = args;
      const begun = performance.now();
      const answer = await center.handle(...args);
      watch.note({ call, request, ...answer, ms: performance.now() - begun });
      return call === 'stations' && answer.status === 200
        ? { ...answer, body: withSilence(answer.body, watch) }
        : answer;
    },
  };
}

function withSilence(body: unknown, watch: Watch): OperatorAnswer<'stations'> {
  const heard = watch.heard();
  const { stations } = body as OperatorAnswer<'stations'>;
  return {
    stations: stations.map((station) => {
      const silentS = heard.get(station.stationId)?.silentS;
      return { ...station, silentSeconds: silentS === undefined ? null : Math.round(silentS) };
    }),
  };
}
