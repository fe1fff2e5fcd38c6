/**
 * `npm run center -- load`: so many stations that ask a center over HTTP as kiosks do (heartbeat, account, hold, finish), at a
 * rate or as fast as they are answered. For a center with a database of its own: the cards are made up, and so are their points.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { type CallName, type CallRequest, calls } from '../../center/contract/index.ts';
import { importCall } from '../../center/contract/operator.ts';

export interface LoadOptions {
  /** `http://…/` of the port for stations. */
  readonly center: string;
  /** Of the operator's port, where the cards have to be made; null: they are there. */
  readonly operator: string | null;
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
  if (options.operator !== null) await makeCards(options.operator, options);
  const line = new Line(options.center, options.stations);
  const begun = performance.now();
  const until = begun + options.seconds * 1_000;
  let passengers = 0;
  const station = async (index: number): Promise<void> => {
    const stationId = `LOAD-${index}`;
    await line.ask('heartbeat', heartbeat(stationId));
    // Each station has its own passengers: two of them with one card would only wait for each other.
    for (let n = index; performance.now() < until; n += options.stations) {
      await turn(options, begun, passengers);
      if (performance.now() >= until) break;
      passengers += 1;
      await passenger(line, stationId, loadCard(n % options.cards), options.on);
    }
  };
  await Promise.all(Array.from({ length: options.stations }, (_, index) => station(index)));
  line.close();
  return { passengers, seconds: (performance.now() - begun) / 1_000, ...line.report() };
}

/** Waits until passenger number `n` is due. */
async function turn({ rate }: LoadOptions, begun: number, n: number): Promise<void> {
  if (rate === null) return;
  const wait = begun + (n / rate) * 1_000 - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

async function passenger(line: Line, stationId: string, cardNumber: string, on: string): Promise<void> {
  const idm = '0123456789abcdef';
  const found = await line.ask('account', { stationId, cardNumber, cardKind: 'icoca', idm });
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
  if (!(await line.ask('hold', { stationId, transferId, on, cardKind: 'icoca', evidence }))) return;
  await line.ask('finish', { stationId, transferId, end: 'settled', proof: 'answer', cardNumber });
}

function heartbeat(stationId: string): CallRequest<'heartbeat'> {
  const journalHead = { entry: 0, hash: '0'.repeat(64) };
  return { stationId, journalHead, follows: null, softwareVersion: 'load', devices: { reader: 'ready', outbox: '0' } };
}

async function makeCards(operator: string, { cards, on }: LoadOptions): Promise<void> {
  for (let first = 0; first < cards; first += PIECE) {
    const lines = Array.from({ length: Math.min(PIECE, cards - first) }, (_, index) => loadCard(first + index)).flatMap(
      (card) => [
        { type: 'registration', on: '2023-01-09', card },
        { type: 'posting', id: `load-${card}`, on, card, points: POINTS_A_CARD, kind: 'carried-over' },
      ],
    );
    const response = await fetch(new URL(importCall.path, operator), {
      method: 'POST',
      headers: { 'content-type': 'application/jsonl' },
      body: lines.map((each) => `${JSON.stringify(each)}\n`).join(''),
    });
    const answer = importCall.answer.safeParse(await response.json());
    if (!answer.success || answer.data.refused.length > 0)
      throw new Error(`the cards could not be made: ${response.status}`);
  }
}

/** A connection for each station, and what came over them. */
class Line {
  readonly #center: string;
  readonly #agent: Agent;
  readonly #took = new Map<string, number[]>();
  readonly #failed = new Map<string, number>();

  constructor(center: string, connections: number) {
    this.#center = center;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** False: refused, or not answered. */
  async ask<Name extends CallName>(name: Name, body: CallRequest<Name>): Promise<boolean> {
    const begun = performance.now();
    const problem = await this.#post(calls[name].path, JSON.stringify(body));
    const took = this.#took.get(name) ?? [];
    took.push(performance.now() - begun);
    this.#took.set(name, took);
    if (problem !== null) this.#failed.set(problem, (this.#failed.get(problem) ?? 0) + 1);
    return problem === null;
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

  close(): void {
    this.#agent.destroy();
  }

  /** Null: answered. Else the code of the problem. */
  #post(path: string, body: string): Promise<string | null> {
    return new Promise((resolve) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request(new URL(path, this.#center), { method: 'POST', agent: this.#agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (data: string) => {
          text += data;
        });
        response.once('end', () => resolve(response.statusCode === 200 ? null : codeOf(text)));
        response.once('error', () => resolve('unreachable'));
      });
      sent.once('error', () => resolve('unreachable'));
      sent.end(body);
    });
  }
}

function codeOf(text: string): string {
  try {
    return String((JSON.parse(text) as { code?: unknown }).code);
  } catch {
    return 'unreachable';
  }
}
