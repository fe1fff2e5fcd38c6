import { describe, expect, test } from 'vitest';
import { commandCode } from './codes.ts';
import { type Bench, bench } from './testing/bench.ts';
import { PlainCard } from './testing/plain-card.ts';

const found = { ok: true, value: { found: 'felica' } };

/** How often the field was switched off since the last question. */
function switchedOff({ commands }: Bench): number {
  const field = commands.splice(0).filter(([code, item]) => code === commandCode.rfConfiguration && item === 0x01);
  return field.filter(([, , value]) => value === 0x00).length;
}

describe.each(['pn532', 'rcs620s'] as const)('a look at the field as it is (%s)', (kind) => {
  async function looked(): Promise<Bench> {
    const made = bench(kind);
    await made.startUntil('ready');
    await made.run(made.reader.detect());
    switchedOff(made);
    return made;
  }

  test('sees a card that has come, with the field on all the while, and 10 ms sooner', async () => {
    const made = await looked();
    const { reader, run, simulator, clock } = made;
    simulator.field.lay(new PlainCard());
    const began = clock.now();
    expect(await run(reader.detect('as-it-is'))).toMatchObject(found);
    const asItIs = clock.now() - began;
    expect(switchedOff(made)).toBe(0);
    expect(await run(reader.detect('afresh'))).toMatchObject(found);
    expect(switchedOff(made)).toBe(1);
    expect(clock.now() - began - 2 * asItIs).toBeGreaterThanOrEqual(10);
  });

  test('begins afresh where the field was switched off before', async () => {
    const made = await looked();
    const { reader, run, simulator } = made;
    simulator.field.lay(new PlainCard());
    await run(reader.fieldOff());
    switchedOff(made);
    expect(await run(reader.detect('as-it-is'))).toMatchObject(found);
    expect(switchedOff(made)).toBe(1);
  });

  test('begins afresh on a reader that was set up again', async () => {
    const made = await looked();
    const { reader, run, simulator } = made;
    simulator.field.lay(new PlainCard());
    await run(reader.tryNow());
    switchedOff(made);
    expect(await run(reader.detect('as-it-is'))).toMatchObject(found);
    expect(switchedOff(made)).toBe(1);
  });

  test('begins afresh when it is tried again on the ladder', async () => {
    const made = await looked();
    const { reader, run, simulator } = made;
    simulator.field.lay(new PlainCard());
    simulator.hang('abort');
    expect(await run(reader.detect('as-it-is'))).toMatchObject(found);
    expect(switchedOff(made)).toBe(1);
  });
});
