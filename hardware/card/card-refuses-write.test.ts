import { describe, expect, test } from 'vitest';
import { fromHex } from '../bytes.ts';
import type { Sam } from '../sam/port.ts';
import { createRigSam } from '../sam/rig-sam.ts';
import { createCardAccess } from './access.ts';
import type { KeyedAccess, ValueChange } from './port.ts';
import { simulatedTransitCard } from './simulator/spec.ts';
import { bench, icoca, opened, pointCharge } from './testing/bench.ts';
import { DirectReader } from './testing/direct-reader.ts';

describe('the flags of an authentic answer (docs/facts/felica.md §3.4)', () => {
  test.each([
    { name: 'rewrite limit exceeded: the data was written', sf2: 0x71, written: true, kind: 'written' },
    { name: 'access not permitted', sf2: 0xa5, written: false, kind: 'refused' },
    { name: 'no such block', sf2: 0xa8, written: false, kind: 'refused' },
    { name: 'memory error, nothing written', sf2: 0x70, written: false, kind: 'unknown' },
    { name: 'memory error, written all the same', sf2: 0x70, written: true, kind: 'unknown' },
    { name: 'a code that nobody has listed', sf2: 0xee, written: false, kind: 'unknown' },
  ])('$name', async ({ sf2, written, kind }) => {
    const card = icoca();
    const session = await opened(bench(card).keyed, card);
    card.forceNextWrite({ sf1: 0xff, sf2, written });
    expect(await session.write(pointCharge(session, 500))).toMatchObject({ kind });
    expect(card.balanceYen).toBe(written ? 1700 : 1200);
    await session.end();
  });
});

describe('cards that no session is opened with', () => {
  test('another issuer: the keys do not fit, and the card is still there', async () => {
    const card = simulatedTransitCard({ kind: 'other-issuer', issuer: 'Suica', balanceYen: 500 });
    const { keyed } = bench(card);
    expect(await keyed.openValueSession(card.idm)).toEqual({ ok: false, error: { kind: 'not-authentic' } });
    expect(await keyed.readIssue(card.idm)).toEqual({ ok: false, error: { kind: 'not-authentic' } });
  });

  test('a balance above the ceiling', async () => {
    const card = icoca({ balanceYen: 20_001 });
    expect(await bench(card).keyed.openValueSession(card.idm)).toMatchObject({
      error: { kind: 'card-data-invalid', detail: 'the balance is above the ceiling' },
    });
  });

  test('same number in balance and newest record, and another balance', async () => {
    const card = icoca({ history: [{ date: '2023-03-01', terminal: 8, process: 2, balanceYen: 1300 }] });
    expect(await bench(card).keyed.openValueSession(card.idm)).toMatchObject({ error: { kind: 'card-data-invalid' } });
  });

  test('a record from the future of the balance', async () => {
    const history = [{ date: '2023-03-01', terminal: 8, process: 2, balanceYen: 1200, sequence: 17 }];
    const card = icoca({ history });
    expect(await bench(card).keyed.openValueSession(card.idm)).toMatchObject({ error: { kind: 'card-data-invalid' } });
  });

  test('a gate entry moves the number without a record: that is no contradiction', async () => {
    const card = icoca({ updateNumber: 65_535 });
    card.gateEntry({ date: '2023-04-10', station: '0107', time: '08:15' });
    const session = await opened(bench(card).keyed, card);
    expect(session.updateNumber).toBe(0);
    expect(session.history[0]?.sequence).toBe(65_535);
    expect(await session.write(pointCharge(session, 100))).toMatchObject({ kind: 'written' });
    card.gateExit({ date: '2023-04-10', station: '2507', time: '08:40', fareYen: 160 });
    expect(card.balanceYen).toBe(1140);
    expect(card.updateNumber).toBe(2);
  });

  test('a balance block that is not the one shown in the clear', async () => {
    const card = icoca();
    const reader = new DirectReader();
    reader.cards = [card];
    const rig = createRigSam();
    const lying: Sam = {
      ...rig,
      begin: async (target, areas, services) => {
        card.charge({ date: '2023-04-10', station: '0107', yen: 1000 });
        return rig.begin(target, areas, services);
      },
    };
    const keyed = createCardAccess({ reader, sam: lying }).keyed as KeyedAccess;
    expect(await keyed.openValueSession(card.idm)).toMatchObject({
      error: { kind: 'card-data-invalid', detail: 'open and keyed balance differ' },
    });
  });

  test('a newest record that is not the one shown in the clear', async () => {
    const card = icoca();
    const { keyed } = bench({
      technology: 'felica',
      fieldOff: () => card.fieldOff(),
      handle: (packet) => {
        const answered = card.handle(packet);
        // The date of the first history record in the open read: 13 bytes before the blocks, 008B, 4 bytes into 090F.
        if (answered && packet[1] === 0x06) answered.answer[13 + 16 + 4] = 0x18;
        return answered;
      },
    });
    expect(await keyed.openValueSession(card.idm)).toMatchObject({
      error: { kind: 'card-data-invalid', detail: 'open and keyed history differ' },
    });
  });
});

describe('a SAM that fails', () => {
  const sam: Sam = {
    ...createRigSam(),
    begin: async () => ({ ok: false, error: { kind: 'sam-unavailable', detail: 'no answer' } }),
  };

  test('is a reader that failed, and the card is free for others', async () => {
    const card = icoca();
    const reader = new DirectReader();
    reader.cards = [card];
    const access = createCardAccess({ reader, sam });
    expect(await access.keyed?.openValueSession(card.idm)).toEqual({
      ok: false,
      error: { kind: 'reader-failed', detail: 'SAM: no answer' },
    });
    expect(await access.readOpen(card.idm)).toMatchObject({ ok: true });
  });
});

describe('a change that does not follow from the card is never sent', () => {
  test.each<{ name: string; bend: (change: ValueChange) => ValueChange }>([
    { name: 'less money', bend: (change) => ({ ...change, balanceYen: 1100 }) },
    { name: 'above the ceiling', bend: (change) => ({ ...change, balanceYen: 20_010 }) },
    { name: 'a number that is not the next', bend: (change) => ({ ...change, updateNumber: 18 }) },
    {
      name: 'a record of another balance',
      bend: (change) => ({ ...change, record: change.record.replace('a406', 'a506') }),
    },
    { name: 'a record of another length', bend: (change) => ({ ...change, record: change.record.slice(2) }) },
  ])('$name', async ({ bend }) => {
    const card = icoca();
    const { keyed, reader } = bench(card);
    const session = await opened(keyed, card);
    const bent = bend(pointCharge(session, 500));
    expect(bent).not.toEqual(pointCharge(session, 500));
    const before = reader.exchanges;
    await expect(session.write(bent)).rejects.toThrow('does not follow');
    expect(reader.exchanges).toBe(before);
    await session.end();
  });
});

describe('privacy (design §5)', () => {
  test('no error carries the IDm or the card number', async () => {
    const card = icoca({ balanceYen: 20_001 });
    const { keyed, reader } = bench(card);
    const errors = [
      await keyed.openValueSession(card.idm),
      await keyed.readIssue('0101ffffffffffff'),
      await bench(simulatedTransitCard({ kind: 'other-issuer', issuer: 'PASMO', balanceYen: 1 })).keyed.readIssue(
        card.idm,
      ),
    ];
    reader.cards = [];
    errors.push(await keyed.openValueSession(card.idm));
    const told = JSON.stringify(errors);
    expect(told).not.toMatch(/0101|JW1234|[0-9a-f]{16}/);
    expect(fromHex(card.idm)).toHaveLength(8);
  });
});
