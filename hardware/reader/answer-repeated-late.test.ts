import { expect, test } from 'vitest';
import { toHex } from '../bytes.ts';
import { responseFrame } from './codec.ts';
import { bench } from './testing/bench.ts';
import { PlainCard, packet } from './testing/plain-card.ts';

test.each(['pn532', 'rcs620s'] as const)(
  'an answer that comes a second time is not taken for that of the next command (%s)',
  async (kind) => {
    const { simulator, line, reader, run, clock, startUntil } = bench(kind);
    await startUntil('ready');
    const card = new PlainCard();
    simulator.field.lay(card);
    await run(reader.detect());
    const first = reader.exchange(packet(0x7e, card.idm, '01'), 50);
    await clock.advance(4);
    // Noise with the shape of a frame between ACK and answer: the driver asks again, and the answer comes twice.
    line.faults.inject('to-host', responseFrame(Uint8Array.of(0x41)).fill(0x11, 7, 8));
    expect(toHex(okValue(await run(first)))).toBe(toHex(packet(0x7f, card.idm, '01')));
    expect(reader.counters.repeatsAsked).toBe(1);

    for (const what of ['02', '03']) {
      const next = await run(reader.exchange(packet(0x7e, card.idm, what), 50));
      expect(toHex(okValue(next))).toBe(toHex(packet(0x7f, card.idm, what)));
    }
    expect(reader.counters).toMatchObject({ strayFrames: 1, resynchronised: 0 });
  },
);

function okValue<Value>(result: { ok: true; value: Value } | { ok: false }): Value {
  if (!result.ok) throw new Error('no answer');
  return result.value;
}
