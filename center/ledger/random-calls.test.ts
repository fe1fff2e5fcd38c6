/** Random sequences of calls against a naive second book-keeping: no point is made or lost, whatever comes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallAnswer } from '../contract/index.ts';
import {
  account,
  cardNumber,
  evidence,
  finish,
  hold,
  posting,
  registration,
  type TestCenter,
  testCenter,
} from '../fixture.ts';
import { onPostgres } from '../fixture-postgres.ts';

const CARDS = [1, 2, 3];
const isFull = process.env.WESTER_TEST === 'full';

type Step =
  | { readonly kind: 'give'; readonly card: number; readonly points: number }
  | { readonly kind: 'hold'; readonly id: number; readonly card: number; readonly points: number }
  | { readonly kind: 'finish'; readonly id: number; readonly card: number; readonly end: 'settled' | 'voided' }
  | { readonly kind: 'repeat'; readonly back: number };

const card = fc.constantFrom(...CARDS);
const id = fc.integer({ min: 1, max: 8 });
const points = fc.integer({ min: 1, max: 30 }).map((tens) => tens * 10);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('give' as const), card, points }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('hold' as const), id, card, points }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('finish' as const),
      id,
      card,
      end: fc.constantFrom('settled' as const, 'voided' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), back: fc.nat({ max: 10 }) }) },
);

/** What should be true, kept the simplest way: a list of transfers and what each card was given. */
class Model {
  readonly given = new Map<number, number>(CARDS.map((card) => [card, 0]));
  readonly transfers = new Map<number, { card: number; points: number; state: 'held' | 'settled' | 'voided' }>();

  held(card: number): number {
    return this.#sum(card, 'held');
  }

  free(card: number): number {
    return (this.given.get(card) ?? 0) - this.#sum(card, 'held') - this.#sum(card, 'settled');
  }

  #sum(card: number, state: string): number {
    return [...this.transfers.values()]
      .filter((transfer) => transfer.card === card && transfer.state === state)
      .reduce((sum, transfer) => sum + transfer.points, 0);
  }

  /** What must come of a hold: an answer's state, or a refusal. */
  hold(id: number, card: number, points: number): 'held' | 'settled' | 'refused' {
    const known = this.transfers.get(id);
    if (known) {
      const same = known.card === card && known.points === points;
      return same && known.state !== 'voided' ? known.state : 'refused';
    }
    if (this.held(card) > 0 || this.free(card) < points) {
      this.transfers.set(id, { card, points: 0, state: 'voided' });
      return 'refused';
    }
    this.transfers.set(id, { card, points, state: 'held' });
    return 'held';
  }

  finish(id: number, card: number, end: 'settled' | 'voided'): 'settled' | 'voided' | 'refused' {
    const known = this.transfers.get(id);
    if (!known) {
      if (end === 'settled') return 'refused';
      this.transfers.set(id, { card, points: 0, state: 'voided' });
      return 'voided';
    }
    if (known.card !== card) return 'refused';
    if (known.state === 'held') known.state = end;
    return known.state;
  }
}

type Request = Extract<Step, { kind: 'hold' | 'finish' }>;
type Answer = CallAnswer<'hold'> | CallAnswer<'finish'> | string;

function call({ ask }: TestCenter, step: Request): Promise<Answer> {
  const number = cardNumber(step.card);
  return step.kind === 'hold'
    ? ask('hold', hold(step.id, step.points, { evidence: evidence(step.points, number) }))
    : ask('finish', finish(step.id, step.end, { cardNumber: number }));
}

function expectedOf(model: Model, step: Request): string {
  return step.kind === 'hold'
    ? model.hold(step.id, step.card, step.points)
    : model.finish(step.id, step.card, step.end);
}

function outcomeOf(answer: Answer): string {
  return typeof answer === 'string' ? 'refused' : answer.state;
}

async function play(steps: readonly Step[], run: TestCenter): Promise<void> {
  const model = new Model();
  const done: { readonly step: Request; readonly answer: Answer }[] = [];
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'give') {
      await run.import(posting(`give-${index}`, step.points, { card: cardNumber(step.card) }));
      model.given.set(step.card, (model.given.get(step.card) ?? 0) + step.points);
    } else {
      const earlier = step.kind === 'repeat' ? done.at(-1 - step.back) : undefined;
      const request = step.kind === 'repeat' ? earlier?.step : step;
      if (!request) continue;
      const answer = await call(run, request);
      expect(outcomeOf(answer)).toBe(expectedOf(model, request));
      // The very first answer again, unless the transfer has come to its end or its id into use since.
      if (earlier && earlier.answer !== 'not-found' && outcomeOf(earlier.answer) === outcomeOf(answer)) {
        expect(answer).toEqual(earlier.answer);
      }
      if (!earlier) done.push({ step: request, answer });
    }
    await expectAsInModel(run, model);
  }
}

async function expectAsInModel({ ask }: TestCenter, model: Model): Promise<void> {
  for (const card of CARDS) {
    const found = (await ask('account', account(cardNumber(card)))) as CallAnswer<'account'>;
    expect([found.points, found.heldPoints]).toEqual([model.free(card), model.held(card)]);
    expect(found.openHold !== null).toBe(model.held(card) > 0);
  }
}

test('no sequence of calls makes or loses a point', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const run = testCenter();
      await run.import(...CARDS.map((card) => registration(cardNumber(card))));
      await play(steps, run);
      expect(await run.center.check()).toEqual([]);
    }),
    { numRuns: onPostgres ? (isFull ? 60 : 6) : 150 },
  );
});
