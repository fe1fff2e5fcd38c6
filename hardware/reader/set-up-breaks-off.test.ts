import { expect, test } from 'vitest';
import { toHex } from '../bytes.ts';
import { bench } from './testing/bench.ts';

const hexes = (commands: readonly Uint8Array[]): string[] => commands.map(toHex);

/** What the chip is told when nothing goes wrong. */
async function undisturbed(kind: 'pn532' | 'rcs620s' | 'probe'): Promise<string[]> {
  const made = bench(kind === 'probe' ? 'pn532' : kind, kind);
  await made.startUntil('ready');
  return hexes(made.commands);
}

/**
 * A chip that answers again after half of its settings is not ready: among the other half is that it must not send a card's
 * command twice by itself (pn532.ts), and that could be a Write (design §3, I3).
 */
test.each(['pn532', 'rcs620s', 'probe'] as const)(
  '%s: wherever the set-up breaks off, it is done from the start',
  async (kind) => {
    const whole = await undisturbed(kind);
    for (let taken = 1; taken < whole.length; taken++) {
      const { reader, simulator, clock, commands, until } = bench(kind === 'probe' ? 'pn532' : kind, kind);
      reader.start();
      expect(await clock.advanceUntil(() => commands.length === taken)).toBe(true);
      simulator.hang('abort');
      await until('ready');
      expect(hexes(commands).slice(-whole.length)).toEqual(whole);
      expect(reader.description).not.toContain(' or ');
    }
  },
);
