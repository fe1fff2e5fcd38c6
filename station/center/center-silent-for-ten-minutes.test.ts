import { beforeEach, expect, test } from 'vitest';
import type { CampaignToday, CenterClient, JournalHead } from '../../center/contract/index.ts';
import { SimulatedClock } from '../../hardware/clock.ts';
import { silentLog } from '../log.ts';
import { unreachable } from './client.ts';
import { type BusinessDay, createBusinessDay } from './day.ts';
import { centerDelays } from './delays.ts';

const name = { name: 'WESTERポイント（チャージ専用）', gloss: {} };
const today: CampaignToday = {
  businessDate: '2023-04-10',
  pointName: name,
  serviceName: name,
  termsVersion: '1',
  startsOn: '2023-01-01',
  endsOn: '2023-09-30',
  previousEndsOn: null,
  rename: null,
  earliestApplicationOn: '2023-04-11',
  mobileIcocaFrom: '2023-03-22',
  measures: {
    charge: { percent: 25, capPoints: 5000, thresholdYen: 20000 },
    healthInsurance: 7500,
    publicMoneyAccount: 7500,
  },
};

type Answer = 'today' | 'tomorrow' | 'silence' | 'journal-outdated' | 'forbidden' | 'grown-copy' | 'slow';
let clock: SimulatedClock;
let answer: Answer;
let heads: number[];
let head: number;
let day: BusinessDay;
let changes: number;

beforeEach(() => {
  clock = new SimulatedClock();
  answer = 'today';
  heads = [];
  head = 1;
  changes = 0;
  const center: CenterClient = {
    async call(_name, request) {
      const { journalHead } = request as { journalHead: JournalHead };
      heads.push(journalHead.entry);
      if (answer === 'silence') return unreachable('nobody');
      if (answer === 'journal-outdated' || answer === 'forbidden') {
        const problem = { type: 'about:blank', title: 'no', status: 409, code: answer, detail: '' };
        return { ok: false, error: { kind: 'refused', problem } };
      }
      if (answer === 'slow') await new Promise<void>((resolve) => clock.setTimeout(resolve, 400_000));
      const businessDate = answer === 'tomorrow' ? '2023-04-11' : today.businessDate;
      const seenHead = answer === 'grown-copy' ? { ...journalHead, hash: 'b'.repeat(64) } : journalHead;
      return { ok: true, value: { ...today, businessDate, seenHead } } as never;
    },
  };
  day = createBusinessDay({
    center,
    clock,
    log: silentLog,
    stationId: 'OSAKA-1',
    softwareVersion: '1',
    journalHead: () => ({ entry: head, hash: 'a'.repeat(64) }),
    contains: ({ hash }) => hash === 'a'.repeat(64),
    devices: () => ({ printer: 'ready' }),
  });
  day.onChange(() => changes++);
});

test('heard: the date is there, and every heartbeat carries the newest head of the journal', async () => {
  await day.start();
  expect(day).toMatchObject({ today, reachable: true, refusal: null });
  head = 7;
  await clock.advance(centerDelays.heartbeat);
  expect(heads).toEqual([1, 7]);
  expect(changes).toBe(1);
});

test('the date changes at the next heartbeat after midnight', async () => {
  await day.start();
  answer = 'tomorrow';
  await clock.advance(centerDelays.heartbeat);
  expect(day.today?.businessDate).toBe('2023-04-11');
});

test('silent: unreachable at once, the date good for ten minutes and not a moment longer', async () => {
  await day.start();
  answer = 'silence';
  await clock.advance(centerDelays.heartbeat);
  expect(day).toMatchObject({ today, reachable: false });
  await clock.advance(centerDelays.todayGoodFor - centerDelays.heartbeat - 1);
  expect(day.today).toEqual(today);
  await clock.advance(1);
  expect(day.today).toBeNull();
  answer = 'today';
  await clock.advance(centerDelays.heartbeatAgain);
  expect(day).toMatchObject({ today, reachable: true });
});

test('an answer that was long on its way is no younger than its question', async () => {
  answer = 'slow';
  const started = day.start();
  await clock.advance(400_000);
  await started;
  answer = 'silence';
  await clock.advance(199_999);
  expect(day.today).toEqual(today);
  await clock.advance(1);
  expect(day.today).toBeNull();
});

test('a restored journal: refused, no date, and told so until it is mended', async () => {
  await day.start();
  answer = 'journal-outdated';
  await clock.advance(centerDelays.heartbeat);
  expect(day).toMatchObject({ today: null, reachable: true, refusal: 'journal-outdated' });
  answer = 'today';
  await clock.advance(centerDelays.heartbeatAgain);
  expect(day).toMatchObject({ today, refusal: null });
});

test("a certificate that is another station's, or revoked: the machine is not known, until it is mended", async () => {
  await day.start();
  answer = 'forbidden';
  await clock.advance(centerDelays.heartbeat);
  expect(day).toMatchObject({ today: null, reachable: true, refusal: 'unknown-station' });
  answer = 'today';
  await clock.advance(centerDelays.heartbeatAgain);
  expect(day).toMatchObject({ today, refusal: null });
});

test('a restored journal that has grown past what the center knows: refused by the station itself', async () => {
  answer = 'grown-copy';
  await day.start();
  expect(day).toMatchObject({ today: null, refusal: 'journal-outdated', taken: false });
});

test('taken from the first heartbeat that is answered, and while nobody is heard', async () => {
  answer = 'silence';
  await day.start();
  expect(day.taken).toBe(false);
  answer = 'today';
  await clock.advance(centerDelays.heartbeatAgain);
  expect(day.taken).toBe(true);
  answer = 'silence';
  await clock.advance(3_600_000);
  expect(day.taken).toBe(true);
});

test('stopped: no more heartbeats, no timers left', async () => {
  await day.start();
  day.stop();
  await clock.advance(3_600_000);
  expect(heads).toHaveLength(1);
  expect(clock.pending).toBe(0);
});
