import { simulatedCardFrom } from '../../hardware/card/simulator/spec.ts';
import { systemClock } from '../../hardware/clock.ts';
import type { FieldCard } from '../../hardware/reader/field.ts';
import { createReaderSimulator } from '../../hardware/reader/simulator.ts';
import { cardFromFile, plainIcoca } from '../../rig/card-file.ts';
import { type Outcome, optionsOf, serveOn, WrongUsage } from './session.ts';

/** `npm run rig -- reader`. What a host does against the protocol is said on stderr, once a breach. */
export async function runReader(args: readonly string[]): Promise<Outcome> {
  const { link, card: files = [] } = optionsOf(args, {
    link: { type: 'string' },
    card: { type: 'string', multiple: true },
  });
  if (!link) throw new WrongUsage();
  const cards: FieldCard[] = [];
  for (const file of files) {
    const card = cardFromFile(file);
    if (!card.ok) return card;
    cards.push(card.value);
  }
  if (files.length === 0) cards.push(simulatedCardFrom(plainIcoca));

  return serveOn(link, 'reader', (terminal) => {
    const simulator = createReaderSimulator({ stream: terminal.stream, clock: systemClock });
    for (const card of cards) simulator.field.lay(card);
    let said = 0;
    // Listens after the simulator: what the bytes broke is known by then.
    terminal.stream.onData(() => {
      for (; said < simulator.breaches.length; said++) {
        process.stderr.write(`the host broke the protocol: ${simulator.breaches[said]}\n`);
      }
    });
    return simulator;
  });
}
