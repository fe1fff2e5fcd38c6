import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Command } from '../../hardware/card/felica.ts';
import { violations } from '../../rig/torture/invariants.ts';
import type { WorldCard } from '../../rig/torture/world.ts';
import type { Intent } from '../../station/contract/index.ts';
import { FRESH_MODES } from '../../station/contract/words.ts';
import { FlowBench, IDLE_LOOK_MS } from './bench.ts';

const isWrite = (packet: Uint8Array) => packet[1] === Command.secureWrite;

/** What somebody in front of the machine may do next; `pick` chooses among what is possible. */
const act = fc.record({
  what: fc.oneof(
    { weight: 24, arbitrary: fc.constant('go-on' as const) },
    { weight: 4, arbitrary: fc.constant('touch' as const) },
    { weight: 2, arbitrary: fc.constant('lay' as const) },
    { weight: 2, arbitrary: fc.constant('lift' as const) },
    { weight: 2, arbitrary: fc.constant('lift-during-exchange' as const) },
    { weight: 3, arbitrary: fc.constant('lift-during-write' as const) },
    { weight: 1, arbitrary: fc.constant('reload' as const) },
    { weight: 1, arbitrary: fc.constant('network' as const) },
    { weight: 1, arbitrary: fc.constant('reader' as const) },
    { weight: 1, arbitrary: fc.constant('paper' as const) },
    { weight: 1, arbitrary: fc.constant('restart' as const) },
  ),
  pick: fc.nat(1_000),
  waitMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 2_000 }) },
    { weight: 1, arbitrary: fc.constant(40_000) },
  ),
});
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

function intentFor(bench: FlowBench, pick: number, chosen?: string): Intent {
  const { accepts, body } = bench.screen;
  const type = chosen ?? accepts[pick % accepts.length];
  switch (type) {
    case 'choose-job':
      return { type, job: (['registration', 'point-charge', 'inquiry'] as const)[pick % 3] ?? 'inquiry' };
    case 'choose-amount': {
      const most = body.id === 'choose-amount' ? body.chargeable : 10;
      return { type, points: 10 * (1 + (pick % (most / 10))) };
    }
    case 'receipt':
      return { type, wanted: pick % 2 === 0 };
    case 'set-language':
      return { type, language: pick % 2 === 0 ? 'ja' : 'en' };
    case 'set-modes':
      return { type, modes: { ...FRESH_MODES, voice: pick % 2 === 0, volume: pick % 4 } };
    default:
      return { type } as Intent;
  }
}

/** What somebody who wants to charge points does next, if they have their wits about them. */
async function goOn(bench: FlowBench, cards: readonly WorldCard[], pick: number): Promise<void> {
  const { body, accepts } = bench.screen;
  const card = cards[pick % 4 === 0 ? pick % cards.length : 0];
  if (body.id === 'home') {
    bench.lift();
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
  } else if ((body.id === 'lay-card' || body.id === 'lay-same-card') && card) {
    bench.lift();
    bench.lay(card);
  } else {
    const forward = accepts.find((type) =>
      ['choose-amount', 'confirm', 'agree-to-terms', 'receipt', 'continue'].includes(type),
    );
    if (forward) await bench.touch(intentFor(bench, pick, forward));
  }
  await bench.wait(1_000);
}

async function perform(bench: FlowBench, cards: readonly WorldCard[], { what, pick }: Act): Promise<void> {
  const card = cards[pick % cards.length];
  if (what === 'go-on') await goOn(bench, cards, pick);
  if (what === 'touch' && bench.screen.accepts.length > 0) await bench.touch(intentFor(bench, pick));
  if (what === 'lay' && card && bench.reader.field.cards.length < 2) bench.lay(card);
  if (what === 'lift') bench.lift();
  const moment = (['before', 'inside', 'after'] as const)[pick % 3] ?? 'before';
  if (what === 'lift-during-exchange') bench.reader.field.arm({ kind: 'lift', moment }, { nth: 1 + (pick % 12) });
  if (what === 'lift-during-write') bench.reader.field.arm({ kind: 'lift', moment }, { packet: isWrite });
  if (what === 'reload') bench.station.receive({ kind: 'hello' });
  if (what === 'network') bench.network = pick % 4 === 0 ? () => ({ kind: 'lose-answer' }) : () => ({ kind: 'none' });
  if (what === 'reader') bench.readerLine.faults[pick % 4 === 0 ? 'cut' : 'heal']();
  if (what === 'paper') pick % 2 === 0 ? bench.printer.removePaper() : bench.printer.feedPaper();
  if (what === 'restart') await bench.restart();
}

/** Everything works again and everybody has gone home. */
async function quiet(bench: FlowBench): Promise<void> {
  bench.network = () => ({ kind: 'none' });
  bench.readerLine.faults.heal();
  bench.reader.field.disarm();
  bench.lift();
  await bench.see('home', 600_000);
  await bench.wait(200_000);
}

/** Screens that were reached in all runs together: what was never reached was never tried. */
const reached = new Set<string>();

describe('an unpredictable passenger', () => {
  test('never confuses the machine, leaves nothing behind, and every yen is where it belongs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 40 }), async (acts) => {
        const bench = await new FlowBench({ idleLookMs: IDLE_LOOK_MS }).start();
        const cards = [
          bench.addCard({ balanceYen: 1_200, points: 5_000 }),
          bench.addCard({ registered: false, points: 0 }),
          bench.addCard({ balanceYen: 19_900, points: 300 }),
        ];
        for (const next of acts) {
          await perform(bench, cards, next);
          await bench.wait(next.waitMs);
        }
        await quiet(bench);
        for (const { body } of bench.screens) reached.add(body.id);
        const memory = bench.memory();
        for (const { cardNumber, card } of cards) {
          expect(memory).not.toContain(cardNumber);
          expect(memory).not.toContain(card.idm);
        }
        expect(bench.screen.language).toBe('ja');
        expect(bench.logged.filter((line) => line.startsWith('error'))).toEqual([]);
        // Every card once more: whatever was left open is settled.
        for (const card of cards) {
          bench.lay(card);
          await bench.world.clock.advanceUntil(
            () => ['inquiry', 'settled-earlier'].includes(bench.screen.body.id),
            60_000,
          );
          await bench.wait(1_000);
          bench.lift();
          await bench.see('home', 120_000);
          await bench.wait(5_000);
        }
        expect(bench.world.openHolds()).toEqual([]);
        expect(violations(bench.world)).toEqual([]);
        await bench.close();
      }),
      { numRuns: Number(process.env.FLOW_RUNS ?? 12), seed: Number(process.env.FLOW_SEED ?? 1) },
    );
    for (const id of ['charged', 'lay-same-card', 'goodbye', 'trouble', 'inquiry']) expect(reached).toContain(id);
  }, 120_000);
});
