import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../../bytes.ts';
import {
  Command,
  parsePolling,
  parseRead,
  parseRequestResponse,
  parseRequestService,
  parseRequestSystemCode,
  parseWrite,
  polling,
  read,
  requestResponse,
  requestService,
  requestSystemCode,
  write,
} from '../felica.ts';
import { icoca } from '../testing/bench.ts';
import { cyclicStore, randomStore } from './memory.ts';
import { simulatedTransitCard } from './spec.ts';
import { FelicaStandardCard } from './standard.ts';
import type { TransitCard } from './transit.ts';

const say = (card: { handle(packet: Uint8Array): { answer: Uint8Array } | null }, packet: Uint8Array) =>
  card.handle(packet)?.answer ?? null;
const bytes = (card: TransitCard) => fromHex(card.idm);

/** A card of open services: 0009 random, 000B the same read only, 004D cyclic, 0108 with a key. */
function openCard() {
  const commits: number[][] = [];
  const random = randomStore(Array.from({ length: 20 }, () => new Uint8Array(16)));
  const cyclic = cyclicStore(3, []);
  const card = new FelicaStandardCard({
    pmm: '100b4b428485d0ff',
    onCommit: (services) => commits.push([...services]),
    systems: [
      {
        code: 0x12fc,
        idm: '0102030405060708',
        key: new Uint8Array(8),
        areas: [],
        services: [
          { code: 0x0009, key: null, store: random },
          { code: 0x000b, key: null, store: random },
          { code: 0x004d, key: null, store: cyclic },
          { code: 0x0108, key: new Uint8Array(8), store: random },
        ],
      },
    ],
  });
  return { card, commits, random, cyclic };
}

const idm = fromHex('0102030405060708');
const block = (fill: number) => new Uint8Array(16).fill(fill);

describe('polling', () => {
  test('by system code, by wildcard, and what the request code asks for', () => {
    const card = icoca();
    expect(parsePolling(say(card, polling(0x0003, 1, 0)) ?? idm)).toEqual({
      idm: card.idm,
      pmm: card.pmm,
      requestData: '0003',
    });
    expect(parsePolling(say(card, polling(0x0003, 0, 0)) ?? idm)?.requestData).toBeNull();
    expect(parsePolling(say(card, polling(0xffff, 0, 0)) ?? idm)?.idm).toBe(card.idm);
    expect(say(card, polling(0x88b4, 1, 0))).toBeNull();
  });
  test('the second system has the same IDm but for its first half byte (§3.1)', () => {
    const card = icoca();
    const polled = parsePolling(say(card, polling(0xfe00, 1, 0)) ?? idm);
    expect(polled?.idm).toBe(`1${card.idm.slice(1)}`);
    expect(polled?.requestData).toBe('fe00');
  });
});

describe('silence, where a real card is silent (§3.1)', () => {
  test.each([
    ['another IDm', concat(Uint8Array.of(10, 4), fromHex('0102030405060709'))],
    ['a length byte that does not fit', concat(Uint8Array.of(11, 4), idm)],
    ['an unknown command', concat(Uint8Array.of(10, 0x7e), idm)],
    ['a secure message without a session', concat(Uint8Array.of(26, 0x14), new Uint8Array(24))],
    ['Authentication2 without Authentication1', concat(Uint8Array.of(18, 0x12), idm, new Uint8Array(8))],
    ['a block list that is cut off', fromHex('0F 06 0102030405060708 01 0900 01 80')],
    ['a block list with something behind it', fromHex('12 06 0102030405060708 01 0900 01 8000 0000')],
    ['nothing at all', new Uint8Array()],
  ])('%s', (_name, packet) => {
    expect(openCard().card.handle(packet)).toBeNull();
  });
});

describe('status flags of open access (§3.4)', () => {
  const at = (service: number, number: number, mode = 0) => Uint8Array.of(0x80 | (mode << 4) | service, number);
  const readRaw = (services: number[], ...elements: Uint8Array[]) => {
    const list = Uint8Array.of(services.length, ...services.flatMap((code) => [code & 0xff, code >> 8]));
    const body = concat(idm, list, Uint8Array.of(elements.length), ...elements);
    return concat(Uint8Array.of(body.length + 2, 6), body);
  };
  test.each([
    ['no service', readRaw([], at(0, 0)), 'ffa1'],
    ['no block', readRaw([0x0009]), 'ffa2'],
    [
      'more blocks than the card reads at once',
      readRaw([0x0009], ...Array.from({ length: 13 }, () => at(0, 0))),
      'ffa2',
    ],
    ['a service that is not there', readRaw([0x1234], at(0, 0)), '01a6'],
    ['an entry of a service that was not listed', readRaw([0x0009], at(0, 0), at(1, 0)), '02a3'],
    ['a service with a key', readRaw([0x0108], at(0, 0)), '01a5'],
    ['access mode cashback on a random service', readRaw([0x0009], at(0, 0, 1)), '01a7'],
    ['a block beyond the end', readRaw([0x0009], at(0, 0), at(0, 19), at(0, 20)), '03a8'],
  ])('%s: %s', (_name, packet, flags) => {
    const answer = say(openCard().card, packet);
    expect(answer && toHex(answer.subarray(10))).toBe(flags);
  });
  test('a read-only service is not written', () => {
    const { card, commits } = openCard();
    const answer = say(card, write(idm, [0x000b], [{ service: 0, block: 0 }], [block(1)]));
    expect(answer && parseWrite(answer, idm)).toEqual({ status: 'access-not-permitted', flags: '01a5' });
    expect(commits).toEqual([]);
  });
});

describe('writes are done whole or not at all (§5.5)', () => {
  test('one bad entry, and nothing is written', () => {
    const { card, random, commits } = openCard();
    const blocks = [
      { service: 0, block: 0 },
      { service: 0, block: 20 },
    ];
    const answer = say(card, write(idm, [0x0009], blocks, [block(1), block(2)]));
    expect(answer && parseWrite(answer, idm)?.status).toBe('no-such-block');
    expect(random.read(0)).toEqual(block(0));
    expect(commits).toEqual([]);
  });
  test('two services in one command', () => {
    const { card, random, cyclic, commits } = openCard();
    const blocks = [
      { service: 0, block: 3 },
      { service: 1, block: 0 },
    ];
    const answer = say(card, write(idm, [0x0009, 0x004d], blocks, [block(1), block(2)]));
    expect(answer && parseWrite(answer, idm)?.status).toBe('ok');
    expect([random.read(3), cyclic.read(0)]).toEqual([block(1), block(2)]);
    expect(commits).toEqual([[0x0009, 0x004d]]);
  });
});

describe('cyclic services (§3.3)', () => {
  const append = (card: FelicaStandardCard, ...fills: number[]) =>
    say(
      card,
      write(
        idm,
        [0x004d],
        fills.map(() => ({ service: 0, block: 0 })),
        fills.map(block),
      ),
    );
  const status = (answer: Uint8Array | null) => answer && parseWrite(answer, idm)?.flags;

  test('newest first, the oldest falls off', () => {
    const { card, cyclic } = openCard();
    for (const fill of [1, 2, 3, 4]) expect(status(append(card, fill))).toBe('0000');
    expect([0, 1, 2].map((index) => cyclic.read(index)?.[0])).toEqual([4, 3, 2]);
  });
  test('an exact repeat of the newest is accepted and not appended', () => {
    const { card, cyclic } = openCard();
    append(card, 1);
    append(card, 2);
    expect(status(append(card, 2))).toBe('0000');
    expect([0, 1, 2].map((index) => cyclic.read(index)?.[0])).toEqual([2, 1, 0]);
  });
  test('more at once than fit: AF, and nothing written', () => {
    const { card, cyclic } = openCard();
    expect(status(append(card, 1, 2, 3, 4))).toBe('ffaf');
    expect(cyclic.read(0)).toEqual(block(0));
  });
  test('any other block than 0 is refused', () => {
    const { card } = openCard();
    const answer = say(card, write(idm, [0x004d], [{ service: 0, block: 1 }], [block(1)]));
    expect(answer && parseWrite(answer, idm)?.status).toBe('no-such-block');
  });
});

describe('what an ICOCA shows (§4.1)', () => {
  test('services by Request Service: its own, and not 090A', () => {
    const card = icoca();
    const answer = say(card, requestService(bytes(card), [0x0048, 0x1a48, 0x960a, 0x0000, 0x090a, 0x1808]));
    const versions = parseRequestService(answer ?? idm, bytes(card), 6);
    expect(versions?.map((version) => version !== null)).toEqual([true, true, true, true, false, false]);
  });
  test('a Suica has 090A', () => {
    const card = simulatedTransitCard({ kind: 'other-issuer', issuer: 'Suica', balanceYen: 100 });
    const answer = say(card, requestService(bytes(card), [0x090a, 0x1a48]));
    expect(parseRequestService(answer ?? idm, bytes(card), 2)?.map((v) => v !== null)).toEqual([true, false]);
  });
  test('systems, mode, balance, and no keyed block without a key', () => {
    const card = icoca();
    const own = bytes(card);
    expect(parseRequestSystemCode(say(card, requestSystemCode(own)) ?? own, own)).toEqual([0x0003, 0xfe00]);
    expect(parseRequestResponse(say(card, requestResponse(own)) ?? own, own)).toBe(0);
    const keyed = say(card, read(own, [0x0048], [{ service: 0, block: 0 }]));
    expect(keyed && parseRead(keyed, own, 1)?.status).toBe('access-not-permitted');
  });
  test('Search Service Code walks through areas and services to the end', () => {
    const card = icoca();
    const nodes: string[] = [];
    for (let index = 0; nodes.at(-1) !== 'ffff' && index < 100; index++) {
      const packet = concat(Uint8Array.of(12, 0x0a), bytes(card), Uint8Array.of(index, 0));
      nodes.push(toHex(say(card, packet)?.subarray(10) ?? new Uint8Array()));
    }
    expect(nodes.slice(0, 4)).toEqual(['0000feff', '4000ff07', '4800', '4a00']);
    expect(nodes).toContain('8b00');
    expect(nodes).toContain('481a');
    // 43 services of an ICOCA, four areas, and the end.
    expect(nodes).toHaveLength(48);
  });
  test('a gate entry stands in the gate log and in 10CB', () => {
    const card = icoca();
    card.gateEntry({ date: '2023-04-10', station: '2507', time: '08:15' });
    const blocks = [
      { service: 0, block: 0 },
      { service: 1, block: 0 },
    ];
    const answer = say(card, read(bytes(card), [0x108f, 0x10cb], blocks));
    const parsed = answer && parseRead(answer, bytes(card), 2);
    expect(parsed?.status === 'ok' && parsed.blocks.map(toHex)).toEqual([
      'a000250710152e8a0815000000000000',
      '25070000000000000000000000000000',
    ]);
  });
});

describe('time (§3.5)', () => {
  test('a part of what its PMm allows, and more where it is told to break its word', () => {
    const packet = (card: TransitCard) => read(bytes(card), [0x008b], [{ service: 0, block: 0 }]);
    const usual = icoca();
    const late = icoca({ pace: 2 });
    expect(usual.handle(packet(usual))?.ms).toBeCloseTo(33.8 / 4, 1);
    expect(late.handle(packet(late))?.ms).toBeCloseTo(67.7, 1);
  });
});

describe('arbitrary packets', () => {
  test('never an exception, and never a commit', () => {
    const { card, commits } = openCard();
    const likely = fc
      .tuple(fc.constantFrom(...Object.values(Command)), fc.uint8Array({ maxLength: 60 }))
      .map(([code, rest]) => concat(Uint8Array.of(rest.length + 10, code), idm, rest));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 260 }), likely), (packet) => {
        const answered = card.handle(packet);
        if (answered) expect(answered.answer[0]).toBe(answered.answer.length);
      }),
      { numRuns: 2000 },
    );
    expect(commits).toEqual([]);
  });
});
