import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../bytes.ts';
import {
  ackFrame,
  commandFrame,
  errorFrame,
  type Frame,
  FrameParser,
  maxFrameContent,
  nackFrame,
  responseFrame,
} from './codec.ts';

/** Frames as plain text, so that a failing test shows bytes. */
function parse(...pieces: Uint8Array[]): string[] {
  const parser = new FrameParser();
  return pieces.flatMap((piece) => parser.push(piece)).map(show);
}

function show(frame: Frame): string {
  if (frame.kind === 'command' || frame.kind === 'response') return `${frame.kind} ${toHex(frame.data)}`;
  return frame.kind === 'damaged' ? `damaged ${frame.damage}` : frame.kind;
}

// docs/facts/felica.md §1.4: V-numbers are public bytes, the others were computed there and accepted by libnfc and nfcpy.
const commands: readonly (readonly [string, string, string])[] = [
  ['V1 GetFirmwareVersion', '02', '0000ff02fed4022a00'],
  ['V4 SAMConfiguration', '14010000', '0000ff05fbd4140100001700'],
  ['V5 SAMConfiguration with IRQ', '14010001', '0000ff05fbd4140100011600'],
  ['V6 SAMConfiguration, one parameter', '1401', '0000ff03fdd414011700'],
  ['V7 Polling of any system', '4a010100ffff0000', '0000ff09f7d44a010100ffff0000e200'],
  ['V8 Diagnose', '00313233', '0000ff05fbd4003132339600'],
  [
    'V9 Diagnose in an extended frame',
    `00313233${'00'.repeat(256)}`,
    `0000ffffff0105fad400313233${'00'.repeat(256)}9600`,
  ],
  ['V13 SetSerialBaudRate 921600', '1007', '0000ff03fdd410071500'],
  ['Diagnose, line test', '00006c69626e6663', '0000ff09f7d400006c69626e6663be00'],
  ['Polling FFFF with system code', '4a010100ffff0100', '0000ff09f7d44a010100ffff0100e100'],
  ['Polling 0003 with system code', '4a01010000030100', '0000ff09f7d44a01010000030100dc00'],
  ['RF field on', '320101', '0000ff04fcd4320101f800'],
  ['Read 008B', '40011006010203040506070801 8b00 01 8000', '0000ff13edd440011006010203040506070801 8b00018000a400'],
  ['InRelease all', '5200', '0000ff03fdd45200da00'],
  ['PowerDown', '16b000', '0000ff04fcd416b0006600'],
  ['SetSerialBaudRate 115200', '1004', '0000ff03fdd410041800'],
  ['RC-S620/S init 1', '3202000000', '0000ff06fad43202000000f800'],
  ['RC-S620/S init 2', '3205000000', '0000ff06fad43205000000f500'],
  ['RC-S620/S init 3', '3281b7', '0000ff04fcd43281b7c200'],
];

const responses: readonly (readonly [string, string, string])[] = [
  ['V3 firmware version', '0332010607', '0000ff06fad50332010607e800'],
  ['V4 SAMConfiguration done', '15', '0000ff02fed5151600'],
  ['V8 Diagnose', '01343536', '0000ff05fbd5013435368b00'],
  ['V12 a card of type A', '4b010100040804fb0ee20b', '0000ff0cf4d54b010100040804fb0ee20bd800'],
  ['V13 SetSerialBaudRate done', '11', '0000ff02fed5111a00'],
  [
    'Polling answer',
    '4b010114010102030405060708100b4b428485d0ff0003',
    '0000ff18e8d54b010114010102030405060708100b4b428485d0ff00032200',
  ],
  ['no card', '4b00', '0000ff03fdd54b00e000'],
  ['RF field', '33', '0000ff02fed533f800'],
  [
    'balance 2300',
    '41001d07010203040506070800000100000000000000002000 00fc08000022',
    '0000ff20e0d541001d0701020304050607080000010000000000000000200000fc080000225b00',
  ],
  ['card silent', '4101', '0000ff03fdd54101e900'],
  ['InRelease', '5300', '0000ff03fdd55300d800'],
];

describe('frames from public documents', () => {
  test.each(commands)('%s', (_name, data, frame) => {
    expect(toHex(commandFrame(fromHex(data)))).toBe(toHex(fromHex(frame)));
    expect(parse(fromHex(frame))).toEqual([`command ${toHex(fromHex(data))}`]);
  });

  test.each(responses)('%s', (_name, data, frame) => {
    expect(toHex(responseFrame(fromHex(data)))).toBe(toHex(fromHex(frame)));
    expect(parse(fromHex(frame))).toEqual([`response ${toHex(fromHex(data))}`]);
  });

  test('V2: a short frame in extended form means the same', () => {
    expect(parse(fromHex('0000ffffff0002fed4022a00'))).toEqual(['command 02']);
  });

  test('V10: polling pair of the ACR122L manual', () => {
    const answer = '4b010114010101050186040202 03004b024f498a8a 8008';
    expect(parse(commandFrame(fromHex('4a010100ffff0100')), responseFrame(fromHex(answer)))).toEqual([
      'command 4a010100ffff0100',
      `response ${toHex(fromHex(answer))}`,
    ]);
  });

  test('V11: ACK, NACK and the error frame', () => {
    expect(toHex(concat(ackFrame, nackFrame, errorFrame))).toBe('0000ff00ff000000ffff00000000ff01ff7f8100');
    expect(parse(ackFrame, nackFrame, errorFrame)).toEqual(['ack', 'nack', 'error']);
  });
});

describe('what a line does to frames', () => {
  test('ACK and response in one piece, which is how serialport delivers them', () => {
    expect(parse(concat(ackFrame, responseFrame(fromHex('15'))))).toEqual(['ack', 'response 15']);
  });

  test.each([
    ['libnfc', `5555${'00'.repeat(14)}`],
    ['nfcpy', '00'.repeat(10)],
    ['Arduino', '5555000000'],
  ])('the wake-up bytes of %s are skipped', (_name, preamble) => {
    expect(parse(fromHex(preamble), commandFrame(fromHex('1401')))).toEqual(['command 1401']);
  });

  test('a wrong checksum costs that frame and no other', () => {
    const broken = responseFrame(fromHex('0332010607'));
    broken[8] = 0x33;
    expect(parse(broken, ackFrame)).toEqual(['damaged checksum', 'ack']);
  });

  test('a wrong length costs that frame and no other', () => {
    const broken = responseFrame(fromHex('15'));
    broken[3] = 0x7e;
    expect(parse(broken, responseFrame(fromHex('33')))).toEqual(['damaged length', 'response 33']);
  });

  test('a byte lost inside a frame costs that frame and no other', () => {
    const whole = responseFrame(fromHex('0332010607'));
    for (let lost = 5; lost < whole.length - 2; lost++) {
      const short = concat(whole.subarray(0, lost), whole.subarray(lost + 1));
      expect(parse(short, responseFrame(fromHex('33'))).at(-1)).toBe('response 33');
    }
  });

  test('a frame that never ends is forgotten by reset', () => {
    const parser = new FrameParser();
    expect(parser.push(fromHex('0000ff20e0d541'))).toEqual([]);
    parser.reset();
    expect(parser.push(ackFrame).map(show)).toEqual(['ack']);
  });

  test('the longest frame passes, one byte more is refused', () => {
    const longest = new Uint8Array(maxFrameContent - 1);
    expect(parse(commandFrame(longest))).toHaveLength(1);
    expect(() => commandFrame(new Uint8Array(maxFrameContent))).toThrow(RangeError);
    expect(() => commandFrame(new Uint8Array(0))).toThrow(RangeError);
    expect(parse(fromHex('00 00ff ffff 010a f5'))).toEqual(['damaged length']);
  });
});

const content = fc.uint8Array({ minLength: 1, maxLength: maxFrameContent - 1 });
const anyFrame = fc.oneof(
  fc.constant(ackFrame),
  fc.constant(nackFrame),
  fc.constant(errorFrame),
  content.map(commandFrame),
  content.map(responseFrame),
);
/** Bytes that cannot begin a frame by themselves. */
const noise = fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.map((byte) => (byte === 0xff ? 0x55 : byte)));

describe('any bytes', () => {
  test('frames among noise come out in order, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(noise, anyFrame), { maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 300 })),
        (parts, sizes) => {
          const bytes = concat(...parts.flat());
          const expected = parts.flatMap(([, frame]) => parse(frame));
          const pieces: Uint8Array[] = [];
          for (let at = 0; at < bytes.length; ) {
            const size = sizes.next().value;
            pieces.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(parse(...pieces)).toEqual(expected);
        },
      ),
    );
  });

  test('garbage gives damaged frames or nothing, and a good frame after enough quiet bytes is found', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 5 }), (garbage) => {
        const parser = new FrameParser();
        for (const piece of garbage) parser.push(piece);
        parser.push(new Uint8Array(maxFrameContent + 11));
        expect(parser.push(commandFrame(fromHex('02'))).map(show)).toEqual(['command 02']);
      }),
      { numRuns: 300 },
    );
  });
});
