/**
 * `npm run center -- load`: so many stations that ask a center over HTTP as kiosks do (heartbeat, account, hold, finish), at a
 * rate or as fast as they are answered; over TLS each with a certificate of its own. For a center with a database of its own: the cards
 * are made up, and so are their points.
 */
import { randomUUID } from 'node:crypto';
import { type CallName, type CallRequest, calls } from '../../center/contract/index.ts';
import { importCall } from '../../center/contract/operator.ts';
import { type Asker, askersOf, post } from './load-askers.ts';

export interface LoadOptions {
  /** `http://…/` or `https://…/` of the port for stations. */
  readonly center: string;
  /** Of the operator's port, where the cards have to be made; null: they are there. */
  readonly operator: string | null;
  /** Over TLS: a folder as `certificates` makes it, with one for each station and, where cards are made, one of an operator. Null: plain HTTP. */
  readonly certificates: string | null;
  readonly stations: number;
  readonly cards: number;
  /** Passengers a second, all stations together; null: as fast as the center answers. */
  readonly rate: number | null;
  readonly seconds: number;
  /** The business date of the center. */
  readonly on: string;
}

export interface LoadReport {
  readonly passengers: number;
  readonly seconds: number;
  /** By call: how many were answered, and half and 99 of 100 of them within so many ms. */
  readonly calls: Readonly<Record<string, { readonly count: number; readonly p50Ms: number; readonly p99Ms: number }>>;
  /** Refusals by code, and calls without an answer as `unreachable`. */
  readonly failed: Readonly<Record<string, number>>;
}

/** Made up, and told by their first digit. */
export const loadCard = (n: number): string => `JW9${String(n).padStart(14, '0')}`;
export const POINTS_A_CARD = 1_000_000;
const POINTS = 10;
/** Lines of one import. */
const PIECE = 5_000;

export async function load(options: LoadOptions): Promise<LoadReport> {
  const { stations, operator, close } = askersOf(options);
  const line = new Line(options.center);
  try {
    if (options.operator !== null) await makeCards(options.operator, operator(), options);
    return await play(options, stations, line);
  } finally {
    close();
  }
}

async function play(options: LoadOptions, stations: readonly Asker[], line: Line): Promise<LoadReport> {
  // Connections are there before it counts.
  await Promise.all(stations.map((asker) => line.ask(asker, 'heartbeat', heartbeat(asker.name))));
  const begun = performance.now();
  const until = begun + options.seconds * 1_000;
  let passengers = 0;
  const station = async (asker: Asker, index: number): Promise<void> => {
    // Each station has its own passengers: two of them with one card would only wait for each other.
    for (let n = index; performance.now() < until; n += options.stations) {
      await turn(options, begun, passengers);
      if (performance.now() >= until) break;
      passengers += 1;
      await passenger(line, asker, loadCard(n % options.cards), options.on);
    }
  };
  await Promise.all(stations.map(station));
  return { passengers, seconds: (performance.now() - begun) / 1_000, ...line.report() };
}

/** Waits until passenger number `n` is due. */
async function turn({ rate }: LoadOptions, begun: number, n: number): Promise<void> {
  if (rate === null) return;
  const wait = begun + (n / rate) * 1_000 - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

async function passenger(line: Line, asker: Asker, cardNumber: string, on: string): Promise<void> {
  const stationId = asker.name;
  const idm = '0123456789abcdef';
  const found = await line.ask(asker, 'account', { stationId, cardNumber, cardKind: 'icoca', idm });
  if (!found) return;
  const transferId = randomUUID();
  const evidence: CallRequest<'hold'>['evidence'] = {
    cardNumber,
    idm,
    balanceYen: 1_000,
    updateNumber: 1,
    anchor: null,
    historyLength: 0,
    record: '0'.repeat(32),
    points: POINTS,
  };
  if (!(await line.ask(asker, 'hold', { stationId, transferId, on, cardKind: 'icoca', evidence }))) return;
  await line.ask(asker, 'finish', { stationId, transferId, end: 'settled', proof: 'answer', cardNumber });
}

function heartbeat(stationId: string): CallRequest<'heartbeat'> {
  const journalHead = { entry: 0, hash: '0'.repeat(64) };
  return { stationId, journalHead, follows: null, softwareVersion: 'load', devices: { reader: 'ready', outbox: '0' } };
}

async function makeCards(operator: string, asker: Asker, { cards, on }: LoadOptions): Promise<void> {
  for (let first = 0; first < cards; first += PIECE) {
    const lines = Array.from({ length: Math.min(PIECE, cards - first) }, (_, index) => loadCard(first + index)).flatMap(
      (card) => [
        { type: 'registration', on: '2023-01-09', card },
        { type: 'posting', id: `load-${card}`, on, card, points: POINTS_A_CARD, kind: 'carried-over' },
      ],
    );
    const body = lines.map((each) => `${JSON.stringify(each)}\n`).join('');
    const answer = await post(new URL(importCall.path, operator), asker, 'application/jsonl', body);
    const report = importCall.answer.safeParse(jsonOf(answer?.text ?? ''));
    if (!report.success || report.data.refused.length > 0)
      throw new Error(`the cards could not be made: ${answer?.status ?? 'no answer'}`);
  }
}

/** What stations asked, and what came of it. */
class Line {
  readonly #center: string;
  readonly #took = new Map<string, number[]>();
  readonly #failed = new Map<string, number>();

  constructor(center: string) {
    this.#center = center;
  }

  /** False: refused, or not answered. */
  async ask<Name extends CallName>(asker: Asker, name: Name, body: CallRequest<Name>): Promise<boolean> {
    const begun = performance.now();
    const url = new URL(calls[name].path, this.#center);
    const answer = await post(url, asker, 'application/json', JSON.stringify(body));
    const took = this.#took.get(name) ?? [];
    took.push(performance.now() - begun);
    this.#took.set(name, took);
    if (answer?.status === 200) return true;
    const problem = codeOf(answer?.text ?? '');
    this.#failed.set(problem, (this.#failed.get(problem) ?? 0) + 1);
    return false;
  }

  report(): Pick<LoadReport, 'calls' | 'failed'> {
    const quantile = (sorted: readonly number[], part: number): number =>
      Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(2));
    const found = [...this.#took].map(([name, took]) => {
      const sorted = took.toSorted((a, b) => a - b);
      return [name, { count: took.length, p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) }] as const;
    });
    return { calls: Object.fromEntries(found), failed: Object.fromEntries(this.#failed) };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeOf(text: string): string {
  const problem = jsonOf(text) as { code?: unknown } | null;
  return problem === null ? 'unreachable' : String(problem.code);
}
