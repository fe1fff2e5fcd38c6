/**
 * A dozen and more mistakes that a money path could have, planted to show that torture finds each. They stand between
 * the money path that ships and its ports; nothing of them can be reached from a station.
 */
import type { CallName, CenterClient } from '../../center/contract/index.ts';
import { fromHex, toHex } from '../../hardware/bytes.ts';
import { nextNumber } from '../../hardware/card/icoca.ts';
import type { CardAccess, HistoryRecord, ValueChange, ValueSession, WriteOutcome } from '../../hardware/card/port.ts';
import { fail, ok } from '../../hardware/result.ts';
import type { Handler } from '../../station/center/in-process.ts';
import type { EntryBody, Journal } from '../../station/journal/index.ts';
import type { Planted } from './planted.ts';

type Append = Journal['append'];

/** The journal with another `append`. */
function appending(journal: Journal, append: Append): Journal {
  return {
    path: journal.path,
    stationId: journal.stationId,
    get state() {
      return journal.state;
    },
    head: () => journal.head(),
    secureSpace: () => journal.secureSpace(),
    append,
    continueWhenDue: (on) => journal.continueWhenDue(on),
    contains: (head) => journal.contains(head),
    entries: (first) => journal.entries(first),
    export: (file) => journal.export(file),
    close: () => journal.close(),
  };
}

/** Entries that are changed, or left out, before they are written. */
function rewriting(rewrite: (body: EntryBody, journal: Journal) => EntryBody[]): (journal: Journal) => Journal {
  return (journal) =>
    appending(journal, (...bodies) => {
      const left = bodies.flatMap((body) => rewrite(body, journal));
      return left.length > 0 ? journal.append(...left) : ok(journal.head());
    });
}

/** Entries that are kept in memory until the next other one is written. */
function writtenLate(kinds: readonly EntryBody['kind'][]): (journal: Journal) => Journal {
  return (journal) => {
    const waiting: EntryBody[] = [];
    return appending(journal, (...bodies) => {
      if (bodies.every(({ kind }) => kinds.includes(kind))) {
        waiting.push(...bodies);
        return ok(journal.head());
      }
      return journal.append(...waiting.splice(0), ...bodies);
    });
  };
}

function messagesWithout(left: (message: { end: string; proof: string }) => boolean) {
  return rewriting((body) =>
    body.kind === 'message-queued' && body.message.call === 'finish' && left(body.message.request) ? [] : [body],
  );
}

/** Another way to write or to read back, given the session that the shipped path opened. */
function inSession(change: (session: ValueSession, cards: CardAccess) => Partial<ValueSession>) {
  return (cards: CardAccess): CardAccess => ({
    ...cards,
    keyed: cards.keyed && {
      ...cards.keyed,
      openValueSession: async (idm) => {
        const opened = await cards.keyed?.openValueSession(idm);
        if (!opened?.ok) return opened as never;
        const session = opened.value;
        return ok({
          idm: session.idm,
          issue: session.issue,
          balanceYen: session.balanceYen,
          updateNumber: session.updateNumber,
          history: session.history,
          write: (value) => session.write(value),
          readBack: () => session.readBack(),
          end: () => session.end(),
          ...change(session, cards),
        });
      },
    },
  });
}

function writing(write: (session: ValueSession, cards: CardAccess) => ValueSession['write']) {
  return inSession((session, cards) => ({ write: write(session, cards) }));
}

/** 500 yen more than the transfer says, by a write of its own whose record is a purchase's. */
function gift({ updateNumber, balanceYen, record }: ValueChange): ValueChange {
  const next = { balanceYen: balanceYen + 500, updateNumber: nextNumber(updateNumber) };
  const raw = fromHex(record);
  raw.set([0xc7, 0x46], 0);
  raw.set([next.balanceYen & 0xff, next.balanceYen >> 8, 0, next.updateNumber >> 8, next.updateNumber & 0xff], 10);
  return { ...next, record: toHex(raw) };
}

/** What the judge is shown: decided by a mistake, for each open transfer of the card. */
function showing(look: (history: readonly HistoryRecord[], record: string, anchor: string | null) => string[] | null) {
  return ({ keyed, ...cards }: CardAccess, journal: Journal): CardAccess => ({
    ...cards,
    keyed: keyed && {
      ...keyed,
      readProof: async (idm) => {
        const read = await keyed.readProof(idm);
        const open = [...journal.state.transfers.values()].find(({ evidence }) => evidence.idm === idm);
        if (!read.ok || !open) return read;
        const { record, anchor, historyLength } = open.evidence;
        const raws = look(read.value.history, record, anchor);
        const template = read.value.history[0];
        if (!raws || !template) return read;
        const filler = Array.from({ length: historyLength }, (_, index) => index.toString(16).padStart(32, '0'));
        const history = [...raws, ...filler].slice(0, Math.min(20, historyLength + raws.length - (anchor ? 1 : 0)));
        return ok({ ...read.value, history: history.map((raw) => ({ ...template, raw })) });
      },
    },
  });
}

/** The same points once more, on top of whatever the card says now. */
function following(now: ValueSession, change: ValueChange, before: ValueSession): ValueChange {
  const balanceYen = now.balanceYen + change.balanceYen - before.balanceYen;
  const updateNumber = nextNumber(now.updateNumber);
  const record = fromHex(change.record);
  // docs/facts/felica.md §4.3: bytes 10–11 the balance, 12–14 the number.
  record.set([balanceYen & 0xff, balanceYen >> 8, 0, updateNumber >> 8, updateNumber & 0xff], 10);
  return { balanceYen, updateNumber, record: toHex(record) };
}

const WRITTEN: WriteOutcome = { kind: 'written', status: '0000' };

/** Calls to the center with another answer, or another question. */
function calling(change: (client: CenterClient) => (name: CallName, request: unknown) => Promise<unknown> | null) {
  return (client: CenterClient): CenterClient => ({
    call: (async (name: CallName, request: unknown) =>
      (await change(client)(name, request)) ??
      (await client.call(name, request as never))) as unknown as CenterClient['call'],
  });
}

function handling(
  change: (handler: Handler, name: CallName, body: Record<string, unknown>) => ReturnType<Handler['handle']>,
) {
  return (handler: Handler): Handler => ({
    handle: (name, body) => change(handler, name, body as Record<string, unknown>),
  });
}

export const plants: readonly Planted[] = [
  {
    name: 'the journal is kept in memory: what a run wrote dies with it',
    losesJournal: true,
  },
  { name: '"writing" is journaled after the write', journal: writtenLate(['transfer-writing']) },
  {
    name: 'silence of the card is taken for "written"',
    cards: writing((session) => async (change) => {
      const outcome = await session.write(change);
      return outcome.kind === 'unknown' ? WRITTEN : outcome;
    }),
  },
  {
    name: 'after silence it is written again, without reading',
    cards: writing((session, cards) => async (change) => {
      const outcome = await session.write(change);
      if (outcome.kind !== 'unknown') return outcome;
      await session.end();
      const again = await cards.keyed?.openValueSession(session.idm);
      if (!again?.ok) return outcome;
      const repeated = await again.value.write(following(again.value, change, session));
      await again.value.end();
      return repeated;
    }),
  },
  {
    name: '500 yen more are put on the card, beside the charge',
    cards: writing((session, cards) => async (change) => {
      const outcome = await session.write(change);
      if (outcome.kind !== 'written') return outcome;
      await session.end();
      const again = await cards.keyed?.openValueSession(session.idm);
      if (!again?.ok) return outcome;
      await again.value.write(gift(change));
      await again.value.end();
      return outcome;
    }),
  },
  {
    name: 'everything is unknown',
    cards: writing((session) => async (change) => {
      await session.write(change);
      return { kind: 'unknown', detail: 'planted' };
    }),
  },
  {
    name: 'every charge is a contradiction at the read-back',
    cards: inSession(() => ({ readBack: async () => ok({ balanceYen: 1, updateNumber: 1 }) })),
  },
  {
    name: 'nothing is ever charged',
    cards: (cards) => ({
      ...cards,
      keyed: cards.keyed && { ...cards.keyed, openValueSession: async () => fail({ kind: 'card-gone' }) },
    }),
  },
  {
    name: 'the judge never can tell',
    cards: showing(() => Array.from({ length: 20 }, (_, index) => `f${index}`.padEnd(32, 'f'))),
  },
  {
    name: 'recovery voids what was being written',
    journal: rewriting((body, journal) => {
      if (body.kind !== 'transfer-unknown' || body.detail !== 'the station stopped while it wrote') return [body];
      const { transferId } = body;
      const cardNumber = journal.state.transfers.get(transferId)?.evidence.cardNumber ?? '';
      const { stationId } = journal;
      const request = { stationId, transferId, cardNumber, end: 'voided', proof: 'history' } as const;
      return [
        body,
        { kind: 'transfer-voided', transferId, proof: 'history' },
        { kind: 'message-queued', cardNumber, message: { call: 'finish', messageId: transferId, request } },
      ];
    }),
  },
  {
    name: 'the judge ignores the anchor: no record, no write',
    cards: showing((history, record, anchor) =>
      history.some(({ raw }) => raw === record) ? null : anchor === null ? [] : [anchor],
    ),
  },
  {
    name: 'the judge takes any new record for the write',
    cards: showing((history, record, anchor) =>
      anchor !== null && history[0]?.raw !== anchor ? [record, anchor] : null,
    ),
  },
  { name: 'the outbox is forgotten: no end is ever queued', journal: messagesWithout(() => true) },
  {
    name: 'a registration is journaled and never told',
    journal: rewriting((body) => (body.kind === 'message-queued' && body.message.call === 'register' ? [] : [body])),
  },
  { name: '"written" is never told', journal: messagesWithout(({ end }) => end === 'settled') },
  {
    name: 'what was never sent is not voided: no tombstone',
    journal: messagesWithout(({ proof }) => proof === 'never-sent'),
  },
  {
    name: 'the center leaves no tombstone',
    handler: handling(async (handler, name, body) => {
      if (name !== 'finish' || body.proof !== 'never-sent') return await handler.handle(name, body);
      const { transferId, cardNumber } = body;
      const account = await handler.handle('account', {
        stationId: body.stationId,
        cardNumber,
        idm: '0101010203040506',
        cardKind: 'icoca',
      });
      const { points, heldPoints, openHold } = account.body as {
        points: number;
        heldPoints: number;
        openHold?: { transferId: string } | null;
      };
      if (openHold?.transferId === transferId) return await handler.handle(name, body);
      return { status: 200, body: { transferId, state: 'voided', points, heldPoints } };
    }),
  },
  {
    name: 'the center takes any journal, also one that was put back',
    handler: (handler) => {
      let beats = 0;
      return {
        handle: async (name, body) => {
          const request = body as { stationId: string };
          if (name !== 'heartbeat') return await handler.handle(name, body);
          await handler.handle(name, body);
          // As a station that it hears for the first time.
          return await handler.handle(name, { ...request, stationId: `${request.stationId}-${++beats}` });
        },
      };
    },
  },
  {
    name: 'a station does not look whether its journal contains what the center knows',
    center: calling((client) => async (name, request) => {
      if (name !== 'heartbeat') return null;
      const { journalHead } = request as { journalHead: unknown };
      const answer = await client.call('heartbeat', request as never);
      return answer.ok ? ok({ ...answer.value, seenHead: journalHead }) : answer;
    }),
  },
  {
    name: 'a registration is answered with the day of the question, not with the first one',
    handler: handling(async (handler, name, body) => {
      if (name !== 'register') return await handler.handle(name, body);
      const answer = await handler.handle(name, body);
      const told = answer.body as { registration?: object | null };
      if (!told.registration) return answer;
      return { ...answer, body: { ...told, registration: { ...told.registration, registeredOn: body.on } } };
    }),
  },
  {
    name: 'a hold is not idempotent: a repeated request holds again',
    handler: (handler) => {
      const seen = new Map<unknown, number>();
      return {
        handle: async (name, body) => {
          if (name !== 'hold') return await handler.handle(name, body);
          const request = body as { transferId: string };
          const times = seen.get(request.transferId) ?? 0;
          seen.set(request.transferId, times + 1);
          if (times === 0) return await handler.handle(name, body);
          const transferId = `${String(times).padStart(8, '0')}${request.transferId.slice(8)}`;
          return await handler.handle(name, { ...request, transferId });
        },
      };
    },
  },
  {
    name: 'a message is queued twice under two ids, the second as void',
    journal: rewriting((body) => {
      if (body.kind !== 'message-queued' || body.message.call !== 'finish') return [body];
      const { messageId, request } = body.message;
      const other = `${messageId.slice(0, -1)}${messageId.endsWith('0') ? '1' : '0'}`;
      return [
        body,
        {
          ...body,
          message: { call: 'finish', messageId: other, request: { ...request, end: 'voided', proof: 'never-sent' } },
        },
      ];
    }),
  },
  {
    name: 'no answer of the center is taken for a hold',
    center: calling((client) => async (name, request) => {
      if (name !== 'hold') return null;
      const answer = await client.call('hold', request as never);
      if (answer.ok || answer.error.kind === 'refused') return answer;
      const { transferId } = request as { transferId: string };
      return ok({ transferId, state: 'held', points: 0, heldPoints: 0 });
    }),
  },
  {
    name: 'an entry that the disk refused is taken for written',
    journal: (journal) =>
      appending(journal, (...bodies) => {
        const stored = journal.append(...bodies);
        return stored.ok ? stored : ok(journal.head());
      }),
  },
  {
    name: 'a receipt is printed as the original again after a restart',
    receipts: (journal) => ({
      get state() {
        return { ...journal.state, receipts: new Map() };
      },
      append: (...bodies) => journal.append(...bodies),
    }),
  },
];

/** The three that are found latest: for every `npm test`. */
export const subtlest: readonly string[] = [
  'the center leaves no tombstone',
  'silence of the card is taken for "written"',
  'a registration is answered with the day of the question, not with the first one',
];
