/**
 * I5 for the center: SIGKILL of a real process with a real file, in the middle of calls. What was answered stands after
 * the restart, what was not can be asked again, and the books add up.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CallAnswer, type CallName, type CallRequest, calls } from '../../center/contract/index.ts';
import { account, cardNumber, evidence, finish, hold, posting, registration } from '../../center/fixture.ts';
import { checkFile } from '../../center/main.ts';
import { CenterProcess } from '../../rig/center-process.ts';

const CARDS = 8;
const KILLS = 4;
const POINTS = 200_000;

let directory: string;
let center: CenterProcess;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'wester-center-'));
  const lines: object[] = [];
  for (let card = 1; card <= CARDS; card++) {
    lines.push(registration(cardNumber(card)), posting(`p${card}`, POINTS, { card: cardNumber(card) }));
  }
  writeFileSync(join(directory, 'cards.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
  center = new CenterProcess([
    process.execPath,
    join(import.meta.dirname, '../../cli/center.ts'),
    'serve',
    '--database',
    join(directory, 'center.sqlite'),
    '--date',
    '2023-04-10',
    '--import',
    join(directory, 'cards.jsonl'),
    '--stop-with-stdin',
  ]);
});
afterEach(async () => {
  await center.stop();
  rmSync(directory, { recursive: true });
});

/** Null: no answer; nobody knows whether it was done. */
async function ask<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallAnswer<Name> | null> {
  try {
    const response = await fetch(new URL(calls[name].path, center.address), {
      method: 'POST',
      body: JSON.stringify(request),
      headers: { 'content-type': 'application/json' },
    });
    const body: unknown = await response.json();
    expect({ status: response.status, body }).toMatchObject({ status: 200 });
    return calls[name].answer.parse(body) as CallAnswer<Name>;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** One card's passenger: holds and settles ten points again and again, asking until there is an answer. */
class Passenger {
  readonly #card: number;
  #transfers = 0;
  #stage: 'hold' | 'finish' = 'hold';
  settled = 0;
  unanswered = 0;

  constructor(card: number) {
    this.#card = card;
  }

  /** One call; whether it was answered. */
  async step(): Promise<boolean> {
    const id = this.#card * 1_000_000 + this.#transfers;
    const number = cardNumber(this.#card);
    if (this.#stage === 'hold') {
      const answer = await ask('hold', hold(id, 10, { evidence: evidence(10, number) }));
      if (!answer) return this.#noAnswer();
      expect(answer).toMatchObject({ state: 'held', points: POINTS - 10 * (this.settled + 1), heldPoints: 10 });
      this.#stage = 'finish';
      return true;
    }
    const answer = await ask('finish', finish(id, 'settled', { cardNumber: number }));
    if (!answer) return this.#noAnswer();
    this.settled += 1;
    expect(answer).toMatchObject({ state: 'settled', points: POINTS - 10 * this.settled, heldPoints: 0 });
    this.#transfers += 1;
    this.#stage = 'hold';
    return true;
  }

  #noAnswer(): false {
    this.unanswered += 1;
    return false;
  }

  get held(): number {
    return this.#stage === 'finish' ? 10 : 0;
  }
}

test('killed in the middle of calls, it has what it answered and loses nothing', async () => {
  const passengers = Array.from({ length: CARDS }, (_, index) => new Passenger(index + 1));
  for (let kill = 0; kill < KILLS; kill++) {
    await center.start();
    const goOn = async (passenger: Passenger): Promise<void> => {
      while (await passenger.step());
    };
    const running = passengers.map(goOn);
    // Some calls first, then death at no particular moment of the next ones.
    const enough = passengers.reduce((sum, passenger) => sum + passenger.settled, 0) + 20 + 7 * kill;
    while (passengers.reduce((sum, passenger) => sum + passenger.settled, 0) < enough) await passengersMoveOn();
    await center.stop('SIGKILL');
    await Promise.all(running);
    expect(await checkFile(join(directory, 'center.sqlite'))).toEqual([]);
  }
  expect(passengers.reduce((sum, passenger) => sum + passenger.unanswered, 0)).toBe(CARDS * KILLS);

  await center.start();
  for (const [index, passenger] of passengers.entries()) {
    expect(await passenger.step()).toBe(true);
    expect(await ask('account', account(cardNumber(index + 1)))).toMatchObject({
      points: POINTS - 10 * passenger.settled - passenger.held,
      heldPoints: passenger.held,
    });
  }
  await center.stop();
  expect(await checkFile(join(directory, 'center.sqlite'))).toEqual([]);
});

function passengersMoveOn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
