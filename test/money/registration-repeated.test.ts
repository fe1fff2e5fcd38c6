import { afterEach, expect, test } from 'vitest';
import { violations } from '../../rig/torture/invariants.ts';
import { TODAY } from '../../rig/torture/world.ts';
import { type Scene, scene } from './scene.ts';

let at: Scene;
afterEach(() => at.world.remove());

const request = (cardNumber: string, termsVersion: string, on = TODAY) => ({
  cardNumber,
  cardKind: 'icoca' as const,
  on,
  termsVersion,
});

const registered = (cardNumber: string) =>
  at.world.books.prepare('SELECT registered_on FROM registrations WHERE card_number = ?').get(cardNumber)
    ?.registered_on;

async function unregistered() {
  at = await scene();
  return at.world.addCard({ registered: false, points: 0 });
}

test('done is what the center says', async () => {
  const card = await unregistered();
  const { station } = at;
  const termsVersion = (await station.today())?.termsVersion ?? 'unknown';
  expect(await station.run(station.money.register(request(card.cardNumber, termsVersion)))).toMatchObject({
    kind: 'answered',
    answer: { outcome: 'registered', registration: { registeredOn: TODAY } },
  });
  expect(registered(card.cardNumber)).toBe(TODAY);
  expect(await station.run(station.money.register(request(card.cardNumber, termsVersion)))).toMatchObject({
    kind: 'answered',
    answer: { outcome: 'already-registered', registration: { registeredOn: TODAY } },
  });
});

test('the center cannot be reached: not done; told later with the day on which the passenger agreed', async () => {
  const card = await unregistered();
  const { world, station } = at;
  const termsVersion = (await station.today())?.termsVersion ?? 'unknown';
  station.network = (name) => (name === 'register' ? { kind: 'lose-request' } : { kind: 'none' });
  const first = station.money.register(request(card.cardNumber, termsVersion, '2023-04-09'));
  expect(await station.run(first)).toEqual({ kind: 'center-unreachable' });
  // Tried again after midnight, from a new screen: one request, and its date stays.
  const second = station.money.register(request(card.cardNumber, termsVersion));
  expect(await station.run(second)).toEqual({ kind: 'center-unreachable' });
  expect(station.journal.state.outbox.size).toBe(1);
  station.network = () => ({ kind: 'none' });
  await world.clock.advance(120_000);
  expect(registered(card.cardNumber)).toBe('2023-04-09');
});

test('the business date goes back while the request waits: told again until its day has come', async () => {
  const card = await unregistered();
  const { world, station } = at;
  const termsVersion = (await station.today())?.termsVersion ?? 'unknown';
  station.network = (name) => (name === 'register' ? { kind: 'lose-request' } : { kind: 'none' });
  await station.run(station.money.register(request(card.cardNumber, termsVersion)));
  world.moveDate(-1);
  station.network = () => ({ kind: 'none' });
  await world.clock.advance(300_000);
  expect(registered(card.cardNumber)).toBeUndefined();
  expect(station.journal.state.outbox.size).toBe(1);
  world.moveDate(1);
  await world.clock.advance(120_000);
  expect(registered(card.cardNumber)).toBe(TODAY);
  expect(station.journal.state.outbox.size).toBe(0);
});

test.each(['registration-queued', 'message-sending', 'message-answered'] as const)(
  'the station is killed at %s: registered once, on that day',
  async (point) => {
    const card = await unregistered();
    const { world, station } = at;
    const termsVersion = (await station.today())?.termsVersion ?? 'unknown';
    station.killAt = point;
    expect(await station.runOrDie(station.money.register(request(card.cardNumber, termsVersion)))).toBe('died');
    await station.start();
    await world.clock.advance(10_000);
    expect(registered(card.cardNumber)).toBe(TODAY);
    expect(station.journal.state.outbox.size).toBe(0);
    expect(violations(world)).toEqual([]);
  },
);

test('the journal takes nothing: nothing is asked', async () => {
  const card = await unregistered();
  const { station } = at;
  const termsVersion = (await station.today())?.termsVersion ?? 'unknown';
  station.disk = () => ({ kind: 'refuses' });
  expect(await station.run(station.money.register(request(card.cardNumber, termsVersion)))).toMatchObject({
    kind: 'storage',
  });
  expect(registered(card.cardNumber)).toBeUndefined();
});
