import { describe, expect, test } from 'vitest';
import { toHex } from '../bytes.ts';
import { encodeRecord, Service } from './icoca.ts';
import { cyclicStore, randomStore } from './simulator/memory.ts';
import { FelicaStandardCard } from './simulator/standard.ts';
import { bench, icoca } from './testing/bench.ts';

const record = (age: number) =>
  encodeRecord({ terminal: 0x16, process: 0x01, date: '2023-03-01', balanceYen: 1000 + age, sequence: 100 - age });

/** A card with `records` history blocks that reads `readLimit` of them at once. */
function smallCard(records: number, readLimit: number) {
  return new FelicaStandardCard({
    pmm: '100b4b428485d0ff',
    readLimit,
    systems: [
      {
        code: 0x0003,
        idm: '0101020304050607',
        key: new Uint8Array(8),
        areas: [],
        services: [
          { code: Service.balanceOpen, key: null, store: randomStore([new Uint8Array(16)]) },
          {
            code: Service.historyOpen,
            key: null,
            store: cyclicStore(
              records,
              Array.from({ length: records }, (_, age) => record(age)),
            ),
          },
        ],
      },
    ],
  });
}

describe('cards that give less than asked for', () => {
  test.each([
    { records: 20, readLimit: 12 },
    { records: 20, readLimit: 8 },
    { records: 20, readLimit: 4 },
    { records: 20, readLimit: 1 },
    { records: 10, readLimit: 12 },
    { records: 7, readLimit: 12 },
    { records: 3, readLimit: 2 },
  ])('$records records, $readLimit blocks at once', async ({ records, readLimit }) => {
    const card = smallCard(records, readLimit);
    const read = await bench(card).access.readOpen('0101020304050607');
    if (!read.ok) throw new Error(read.error.kind);
    expect(read.value.history.map(({ raw }) => raw)).toEqual(
      Array.from({ length: records }, (_, age) => toHex(record(age))),
    );
    expect(card.breaches).toEqual([]);
  });

  test('a card without the open services is refused by its own flags', async () => {
    const card = new FelicaStandardCard({
      pmm: '100b4b428485d0ff',
      systems: [{ code: 0x0003, idm: '0101020304050607', key: new Uint8Array(8), areas: [], services: [] }],
    });
    const { access } = bench(card);
    expect(await access.readOpen('0101020304050607')).toEqual({
      ok: false,
      error: { kind: 'card-refused', status: '01a6' },
    });
    // It still lies there, and has no name.
    expect(await access.look()).toMatchObject({ value: { on: 'transit-card', issuer: null } });
  });
});

describe('a card that is silent to one question', () => {
  test('Request Service: it has no name, and it is not "nothing"', async () => {
    const card = icoca();
    const { access } = bench({
      technology: 'felica',
      handle: (packet) => (packet[1] === 0x02 ? null : card.handle(packet)),
      fieldOff: () => card.fieldOff(),
    });
    expect(await access.look()).toMatchObject({ value: { on: 'transit-card', issuer: null } });
  });
});

describe('an answer lost on the way', () => {
  test('what only reads is asked a second time', async () => {
    const card = icoca();
    const { access, reader } = bench(card);
    reader.faults.set(1, 'answer-lost');
    expect(await access.readOpen(card.idm)).toMatchObject({ ok: true, value: { balanceYen: 1200 } });
    expect(reader.exchanges).toBe(2);
  });
  test('and not a third time', async () => {
    const card = icoca();
    const { access, reader } = bench(card);
    reader.faults.set(1, 'answer-lost').set(2, 'answer-lost');
    expect(await access.readOpen(card.idm)).toEqual({ ok: false, error: { kind: 'card-gone' } });
    expect(reader.exchanges).toBe(2);
  });
  test('a reader that is gone is not asked again', async () => {
    const card = icoca();
    const { access, reader } = bench(card);
    reader.faults.set(1, 'reader-gone');
    expect(await access.readOpen(card.idm)).toEqual({ ok: false, error: { kind: 'reader-disconnected' } });
    expect(reader.exchanges).toBe(1);
  });
});

describe('the gate log', () => {
  test('newest first, unused blocks left out', async () => {
    const card = icoca();
    const { access } = bench(card);
    expect(await access.readGateLog(card.idm)).toEqual({ ok: true, value: [] });
    card.gateEntry({ date: '2023-04-10', station: '2507', time: '08:15' });
    card.gateExit({ date: '2023-04-10', station: '0107', time: '08:40', fareYen: 160 });
    const log = await access.readGateLog(card.idm);
    expect(
      log.ok && log.value.map(({ direction, station, time, amountYen }) => [direction, station, time, amountYen]),
    ).toEqual([
      ['exit', '0107', '08:40', 160],
      ['entry', '2507', '08:15', 0],
    ]);
  });
});
