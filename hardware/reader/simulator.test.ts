import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../bytes.ts';
import { SimulatedClock } from '../clock.ts';
import { memoryLine } from '../lines/memory.ts';
import { ackFrame, commandFrame, type Frame, FrameParser, nackFrame } from './codec.ts';
import type { FieldCard } from './field.ts';
import { createReaderSimulator, type ReaderModel, type ReaderSimulator } from './simulator.ts';
import { PlainCard, typeACard } from './testing/plain-card.ts';

/** A host that says exactly what a test tells it to. */
interface Host {
  readonly simulator: ReaderSimulator;
  readonly clock: SimulatedClock;
  /** Sends bytes as they are; what comes back, as text, after as much time as it takes. */
  send(bytes: Uint8Array, ms?: number): Promise<string[]>;
  /** Sends a command (hexadecimal); its answer, which has to follow an ACK. */
  ask(command: string, ms?: number): Promise<string>;
}

async function host(model: ReaderModel = 'pn532', timeScale = 1): Promise<Host> {
  const fresh = await freshHost(model, timeScale);
  // Ten zeros, as nfcpy sends them, wake it.
  await fresh.send(new Uint8Array(10), 0);
  if (model === 'pn532') await fresh.ask('1401', 0);
  return fresh;
}

/** As it comes out of the box: asleep and not set up. */
async function freshHost(model: ReaderModel = 'pn532', timeScale = 1): Promise<Host> {
  const clock = new SimulatedClock();
  const line = memoryLine();
  const simulator = createReaderSimulator({ stream: line.device, clock, model, timeScale });
  const stream = await line.open();
  const parser = new FrameParser();
  let heard: string[] = [];
  stream.onData((bytes) => heard.push(...parser.push(bytes).map(show)));

  async function send(bytes: Uint8Array, ms = 5_000): Promise<string[]> {
    heard = [];
    await stream.write(bytes);
    await clock.advance(ms);
    return heard;
  }
  async function ask(command: string, ms?: number): Promise<string> {
    const [ack, answer, ...more] = await send(commandFrame(fromHex(command)), ms);
    expect([ack, more]).toEqual(['ack', []]);
    return answer ?? 'nothing';
  }
  return { simulator, clock, send, ask };
}

function show(frame: Frame): string {
  return frame.kind === 'response' || frame.kind === 'command' ? toHex(frame.data) : frame.kind;
}

const polled = '140101020304050607 08100b4b428485d0ff0003'.replaceAll(' ', '');

describe('what other people’s drivers send (docs/facts/felica.md §8.2, §8.3)', () => {
  test('libnfc: open, list, close', async () => {
    const { ask, simulator } = await host();
    simulator.field.lay(new PlainCard());
    const talk: readonly (readonly [string, string])[] = [
      ['00006c69626e6663', '01006c69626e6663'],
      ['02', '0332010607'],
      ['1214', '13'],
      ['0663026303630d6338633d', '070000000000'],
      ['08630280630380', '09'],
      ['320100', '33'],
      ['320101', '33'],
      ['3205ffffff', '33'],
      ['3205000102', '33'],
      ['4a010100ffff0100', `4b0101${polled}`],
      ['4a010200ffff0100', `4b0101${polled}`],
      ['4400', '4500'],
      ['42', '4301'],
      ['5200', '5300'],
      ['16f0', '1700'],
    ];
    for (const [command, answer] of talk) expect(await ask(command)).toBe(answer);
    expect(simulator.breaches).toEqual([]);
  });

  test('nfcpy: a long line test in an extended frame, settings, FeliCa through InCommunicateThru', async () => {
    const { ask, simulator } = await host();
    const card = new PlainCard();
    simulator.field.lay(card);
    const long = `00${'5a'.repeat(261)}`;
    expect(await ask(`00${long}`)).toBe(`01${long}`);
    const settings = ['1007', '1200', '3202000b0a', '320400', '3205010001', '320a59f43f114d85616f266287', '320102'];
    for (const command of [...settings, '320b69ff3f114185616f', '320cff0485', '320d85158a8508b28501da', '320101']) {
      expect(await ask(command)).toBe(toHex(Uint8Array.of(Number.parseInt(command.slice(0, 2), 16) + 1)));
    }
    expect(await ask('4a010100ffff0100')).toBe(`4b0101${polled}`);
    expect(await ask(`420a04${card.idm}`)).toBe(`43000b05${card.idm}00`);
    expect(simulator.breaches).toEqual([]);
  });

  test('registers keep what was written', async () => {
    const { ask } = await host();
    await ask('08630280633c10');
    expect(await ask('066302633c6305')).toBe('07801000');
  });

  test('InAutoPoll waits for a card and describes it', async () => {
    const { ask, send, simulator, clock } = await host();
    simulator.field.lay(typeACard);
    const waiting = send(commandFrame(fromHex('60ff0211')), 0);
    await clock.advance(10_000);
    expect(await waiting).toEqual(['ack']);
    simulator.field.lay(new PlainCard());
    expect(await send(new Uint8Array(0))).toEqual([`61011115 01${polled}`.replaceAll(' ', '')]);
    simulator.field.lift();
    expect(await ask('600101111210')).toBe('6100');
  });
});

describe('cards in the field', () => {
  test('V10 and V14: the polling answers of real cards come through as they are', async () => {
    const { ask, simulator } = await host();
    const answers = [
      ['14010101050186040202 03004b024f498a8a 8008', '4a010100ffff0100'],
      ['1401012e30c3769448 1f03350b82824483ff 12fc', '4a010100ffff0100'],
    ] as const;
    for (const [answer, command] of answers) {
      const real: FieldCard = {
        technology: 'felica',
        handle: (packet) => (toHex(packet) === '0600ffff0100' ? { answer: fromHex(answer), ms: 2 } : null),
        fieldOff: () => {},
      };
      simulator.field.lay(real);
      expect(await ask(command)).toBe(`4b0101${answer.replaceAll(' ', '')}`);
      simulator.field.lift();
    }
  });

  test('V12: a card of type A', async () => {
    const { ask, simulator } = await host();
    simulator.field.lay(typeACard);
    expect(await ask('4a0100')).toBe('4b010100040804fb0ee20b');
  });

  test('two cards: both in time slots of their own, a collision where there is one slot', async () => {
    const { ask, simulator } = await host();
    await ask('3205000000');
    simulator.field.lay(new PlainCard());
    simulator.field.lay(new PlainCard({ idm: '1112131415161718' }));
    const both = await ask('4a020100ffff0103');
    expect(both.slice(0, 4)).toBe('4b02');
    expect(await ask('4a020100ffff0100')).toBe('4b00');
    expect(await ask('420a040102030405060708')).toMatch(/^4300/);
  });

  test('without a limit of retries a polling without a card lasts until the host aborts it', async () => {
    const { ask, send, simulator } = await host();
    expect(await send(commandFrame(fromHex('4a01010000030100')), 60_000)).toEqual(['ack']);
    expect(await send(ackFrame)).toEqual([]);
    expect(await ask('02')).toBe('0332010607');
    expect(simulator.breaches).toEqual([]);
  });

  test('a silent card costs the time-out that was set, and says 01', async () => {
    const { ask, send, simulator } = await host();
    simulator.field.lay(new PlainCard());
    await ask('4a01010000030100');
    await ask('3202000b0b');
    const silent = commandFrame(fromHex('40010a04ffffffffffffffff'));
    expect(await send(silent, 102)).toEqual(['ack']);
    expect(await send(new Uint8Array(0), 1)).toEqual(['4101']);
  });

  test('field off is felt by the cards', async () => {
    const { ask, simulator } = await host();
    const card = new PlainCard();
    simulator.field.lay(card);
    await ask('4a01010000030100');
    await ask('320100');
    expect(card.fieldsLost).toBe(1);
    // GetGeneralStatus: no error, field off, no target.
    expect(await ask('04')).toBe('0500000080');
  });
});

describe('the simulator polices the host', () => {
  test('a command while another runs', async () => {
    const { send, simulator } = await host();
    await send(commandFrame(fromHex('4a01010000030100')), 0);
    expect(await send(commandFrame(fromHex('02')))).toEqual([]);
    expect(simulator.breaches).toEqual(['command-while-busy']);
  });

  test.each([
    ['a bad checksum', '0000ff02fed4022b00', 'damaged-frame', []],
    ['a bad length', '0000ff02ffd4022a00', 'damaged-frame', []],
    ['an answer instead of a command', '0000ff02fed5032800', 'response-from-host', []],
    ['a NACK before there was any answer', '0000ffff0000', null, ['15']],
  ] as const)('%s', async (_name, bytes, breach, expected) => {
    const { send, simulator } = await host();
    expect(await send(fromHex(bytes))).toEqual(expected);
    expect(simulator.breaches).toEqual(breach ? [breach] : []);
  });

  test.each([
    ['an exchange without a target', '40010a040102030405060708', '4127', 'exchange-without-target'],
    ['RFConfiguration that is too short', '3202', 'error', 'malformed-command'],
    ['a polling with too few bytes', '4a010100', 'error', 'malformed-command'],
    ['more targets than the chip has', '4a0300', 'error', 'malformed-command'],
  ])('%s', async (_name, command, answer, breach) => {
    const { ask, simulator } = await host();
    expect(await ask(command)).toBe(answer);
    expect(simulator.breaches).toEqual([breach]);
  });

  test('a command before the chip is configured; a command that it does not know', async () => {
    const { ask, send, simulator } = await freshHost();
    await send(new Uint8Array(10));
    expect(await ask('320101')).toBe('error');
    expect(await ask('1401')).toBe('15');
    expect(await ask('fe')).toBe('error');
    expect(simulator.breaches).toEqual(['command-before-configuration']);
  });

  test('a chip that lost its power sleeps, then refuses; that is not the host’s fault', async () => {
    const { ask, send, simulator } = await host();
    simulator.powerOff();
    expect(await send(commandFrame(fromHex('02')))).toEqual([]);
    simulator.powerOn();
    expect(await send(commandFrame(fromHex('02')))).toEqual([]);
    expect(await ask('320101')).toBe('error');
    expect(simulator.breaches).toEqual([]);
  });

  test('NACK brings the last answer again', async () => {
    const { ask, send, simulator } = await host();
    await ask('02');
    expect(await send(nackFrame)).toEqual(['0332010607']);
    expect(simulator.breaches).toEqual([]);
  });
});

test('RC-S620/S: card commands in its own form only', async () => {
  const { ask, simulator } = await host('rcs620s');
  const card = new PlainCard();
  simulator.field.lay(card);
  for (const command of ['3202000000', '3205000000', '3281b7']) expect(await ask(command)).toBe('33');
  expect(await ask('4a01010000030000')).toBe(`4b01011201${card.idm}100b4b428485d0ff`);
  expect(await ask(`a064000a04${card.idm}`)).toBe(`a1000b05${card.idm}00`);
  expect(await ask('a064000a04ffffffffffffffff')).toBe('a101');
  expect(await ask('1401')).toBe('error');
  expect(simulator.breaches).toEqual([]);
});

test('with a time scale of 0 nothing needs a timer', async () => {
  const { ask, simulator, clock } = await host('pn532', 0);
  simulator.field.lay(new PlainCard());
  expect(await ask('4a01010000030100', 0)).toBe(`4b0101${polled}`);
  expect(clock.now()).toBe(0);
});

test('any bytes: no exception, and after them the chip still answers', async () => {
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ minLength: 1, maxLength: 264 }).map(commandFrame),
    fc
      .tuple(
        fc.constantFrom(0x00, 0x04, 0x06, 0x08, 0x12, 0x14, 0x32, 0x40, 0x42, 0x4a, 0x52, 0x54, 0x60, 0xa0),
        fc.uint8Array({ maxLength: 20 }),
      )
      .map(([code, rest]) => commandFrame(concat(Uint8Array.of(code), rest))),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('pn532' as const, 'rcs620s' as const),
      fc.array(garbage, { maxLength: 12 }),
      async (model, all) => {
        const { send, simulator } = await host(model, 0);
        simulator.field.lay(new PlainCard());
        simulator.field.lay(typeACard);
        for (const bytes of all) await send(bytes, 0);
        await send(new Uint8Array(300), 0);
        await send(ackFrame, 0);
        expect((await send(commandFrame(fromHex('02')), 0))[0]).toBe('ack');
      },
    ),
    { numRuns: 100 },
  );
});
