import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallRequest, CenterClient, ProblemCode } from '../../center/contract/index.ts';
import type { CardAccess } from '../../hardware/card/port.ts';
import { SimulatedClock } from '../../hardware/clock.ts';
import { unreachable } from '../center/client.ts';
import { centerDelays } from '../center/delays.ts';
import type { Journal } from '../journal/index.ts';
import { countedIds, journalOptions, openOrFail, type TestFolder, testFolder } from '../journal/testing/fixture.ts';
import { silentLog } from '../log.ts';
import { Outbox } from './outbox.ts';

type Answer = 'yes' | 'silence' | 'about-another' | ProblemCode;
const [A, B, C] = ['JW00000000000000A', 'JW00000000000000B', 'JW00000000000000C'] as const;

let folder: TestFolder;
let journal: Journal;
let clock: SimulatedClock;
let outbox: Outbox;
/** Cards whose messages arrived, in order, with what was answered. */
let told: string[];
/** By card number; a card without one gets "yes". */
let answers: Map<string, Answer>;
const newId = countedIds();

beforeEach(() => {
  folder = testFolder();
  clock = new SimulatedClock();
  told = [];
  answers = new Map();
  start();
});
afterEach(() => {
  outbox.stop();
  journal.close();
  folder.remove();
});

function start(): void {
  journal = openOrFail(journalOptions(folder.path));
  outbox = new Outbox({
    journal,
    clock,
    center,
    newId,
    cards: {} as CardAccess,
    log: silentLog,
    mark: { code: '0107', region: 0 },
    softwareVersion: 'test',
    random: () => 0.999,
    at: async () => {},
    wall: null,
  });
}

const center: CenterClient = {
  async call(name, request) {
    if (name !== 'finish') throw new Error('only ends are told here');
    const { cardNumber, transferId, end } = request as CallRequest<'finish'>;
    const answer = answers.get(cardNumber) ?? 'yes';
    told.push(`${cardNumber.slice(-1)}${transferId.slice(-1)}`);
    if (answer === 'silence') return unreachable('nobody');
    if (answer === 'about-another') {
      return { ok: true, value: { transferId: newId(), state: end, points: 0, heldPoints: 0 } } as never;
    }
    if (answer === 'yes') return { ok: true, value: { transferId, state: end, points: 0, heldPoints: 0 } } as never;
    const problem = { type: 'about:blank', title: 'no', status: 409, code: answer, detail: 'no' };
    return { ok: false, error: { kind: 'refused', problem } };
  },
};

function queue(cardNumber: string, number: number): string {
  const messageId = newId();
  const transferId = `10000000-0000-4000-8000-00000000000${number}`;
  const request = { stationId: 'OSAKA-1', transferId, end: 'voided', proof: 'never-sent', cardNumber } as const;
  const stored = journal.append({
    kind: 'message-queued',
    cardNumber,
    message: { call: 'finish', messageId, request },
  });
  expect(stored.ok).toBe(true);
  return messageId;
}

test('first in, first out for one card, also when the second is asked for first', async () => {
  queue(A, 1);
  const second = queue(A, 2);
  expect(await outbox.send(second)).toMatchObject({ kind: 'answered' });
  expect(told).toEqual(['A1', 'A2']);
  expect(journal.state.outbox.size).toBe(0);
});

test('two that ask at once for one card: each message is told once', async () => {
  const [first, second] = [queue(A, 1), queue(A, 2)];
  const outcomes = await Promise.all([outbox.send(first), outbox.send(second), outbox.clear(A)]);
  expect(outcomes).toMatchObject([{ kind: 'answered' }, { kind: 'answered' }, true]);
  expect(told).toEqual(['A1', 'A2']);
});

test('a card that cannot be told waits; the others do not', async () => {
  answers.set(A, 'silence');
  queue(A, 1);
  queue(A, 2);
  queue(B, 3);
  queue(C, 4);
  outbox.start();
  await clock.advance(0);
  expect(told).toEqual(['A1', 'B3', 'C4']);
  answers.delete(A);
  await clock.advance(centerDelays.outboxFirst);
  expect(told).toEqual(['A1', 'B3', 'C4', 'A1', 'A2']);
  expect(journal.state.outbox.size).toBe(0);
  expect(clock.pending).toBe(0);
});

test('many cards that cannot be told keep none of the others from being tried', async () => {
  const silent = Array.from({ length: 9 }, (_, index) => `JW0000000000000S${index}`);
  for (const card of silent) answers.set(card, 'silence');
  for (const [index, card] of silent.entries()) queue(card, index);
  queue(A, 9);
  outbox.start();
  await clock.advance(centerDelays.outboxLongest * 2);
  expect(told).toContain('A9');
  expect(journal.state.outbox.size).toBe(9);
});

test('refused for good: listed for staff, told no more, and the next of that card goes on', async () => {
  answers.set(A, 'not-found');
  const first = queue(A, 1);
  expect(await outbox.send(first)).toMatchObject({ kind: 'refused', problem: { code: 'not-found' } });
  answers.delete(A);
  queue(A, 2);
  expect(await outbox.clear(A)).toBe(true);
  await clock.advance(3_600_000);
  expect(told).toEqual(['A1', 'A2']);
  expect(journal.state.refused).toMatchObject([{ cardNumber: A }]);
});

test.each(['unknown-station', 'forbidden', 'journal-outdated', 'about-another'] as const)(
  '%s is no answer to the message: told again',
  async (code) => {
    answers.set(A, code);
    expect(await outbox.send(queue(A, 1))).toEqual({ kind: 'waiting' });
    expect(journal.state.refused).toEqual([]);
    answers.delete(A);
    await clock.advance(centerDelays.outboxLongest);
    expect(journal.state.outbox.size).toBe(0);
  },
);

test('the waits grow to the longest one and no further', async () => {
  answers.set(A, 'silence');
  queue(A, 1);
  outbox.start();
  const at: number[] = [];
  for (let seen = 0; at.length < 10; ) {
    await clock.advance(250);
    if (told.length > seen) at.push(clock.now());
    seen = told.length;
  }
  const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0));
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits[0]).toBeLessThanOrEqual(centerDelays.outboxFirst + 250);
  expect(waits.at(-1)).toBeGreaterThan(centerDelays.outboxLongest * 0.9);
  expect(waits.at(-1)).toBeLessThanOrEqual(centerDelays.outboxLongest + 250);
});

test('what waited outlives the station', async () => {
  answers.set(A, 'silence');
  expect(await outbox.send(queue(A, 1))).toEqual({ kind: 'waiting' });
  outbox.stop();
  journal.close();
  answers.delete(A);
  start();
  outbox.start();
  await clock.advance(0);
  expect(told).toEqual(['A1', 'A1']);
  expect(journal.state.outbox.size).toBe(0);
});

test('stopped: nothing is told any more', async () => {
  answers.set(A, 'silence');
  await outbox.send(queue(A, 1));
  outbox.stop();
  await clock.advance(3_600_000);
  expect(told).toEqual(['A1']);
  expect(clock.pending).toBe(0);
});
