import { expect, test } from 'vitest';
import { toHex } from '../bytes.ts';
import { FrameParser, responseFrame } from './codec.ts';
import { bench } from './testing/bench.ts';
import { PlainCard, packet } from './testing/plain-card.ts';

/** As a balance block: most of it zeros, which do not count in a sum. */
const mostlyZeros = '000000000000000032000000b004000010';

test('a frame that lost a zero is not believed, although its sum is right', () => {
  const whole = responseFrame(Uint8Array.of(0x41, 0, 1, 0, 0, 2, 0));
  for (let at = 6; at < whole.length; at++) {
    if (whole[at] !== 0) continue;
    const short = Uint8Array.from([...whole.subarray(0, at), ...whole.subarray(at + 1)]);
    expect(new FrameParser().push(short)).toEqual([]);
    expect(new FrameParser().push(Uint8Array.from([...short, 0x55]))).toEqual([
      { kind: 'damaged', damage: 'checksum' },
    ]);
  }
});

test.each(['pn532', 'rcs620s'] as const)(
  'a zero lost on its way from the card is no other answer (%s)',
  async (kind) => {
    for (let at = 0; at < 50; at++) {
      const { simulator, line, reader, run, startUntil } = bench(kind);
      await startUntil('ready');
      const card = new PlainCard();
      simulator.field.lay(card);
      await run(reader.detect());
      line.faults.drop('to-host', at);
      const answer = await run(reader.exchange(packet(0x7e, card.idm, mostlyZeros), 50));
      if (answer.ok) expect(toHex(answer.value)).toBe(toHex(packet(0x7f, card.idm, mostlyZeros)));
      line.faults.clear();
      await run(reader.stop());
    }
  },
);
