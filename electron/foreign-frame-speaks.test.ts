import { describe, expect, test } from 'vitest';
import { checkPageMessage } from './channel.ts';
import { pageAddress } from './page-files.ts';

const hello = { kind: 'hello' };
const own = { url: pageAddress, isTop: true };

describe('a message is taken only from our page', () => {
  test('its own top frame is heard', () => {
    expect(checkPageMessage(own, hello, pageAddress)).toEqual({ ok: true, message: hello });
  });

  test.each([
    ['a frame inside it', { url: pageAddress, isTop: false }],
    ['another address', { url: 'https://example.com/', isTop: true }],
    ['an address that only looks like it', { url: 'kiosk://passenger.example.com/', isTop: true }],
    ['a frame that is gone', { url: null, isTop: true }],
  ])('%s is not', (_name, sender) => {
    expect(checkPageMessage(sender, hello, pageAddress)).toEqual({ ok: false, refusal: 'foreign-sender' });
  });

  test.each([
    ['nothing', undefined],
    ['another kind', { kind: 'open-maintenance' }],
    ['an intent without a revision', { kind: 'intent', message: { intent: { type: 'confirm' } } }],
    ['an amount that is no multiple of ten', intent({ type: 'choose-amount', points: 15 })],
    ['an intent that nobody knows', intent({ type: 'give-me-points' })],
  ])('%s is no message', (_name, message) => {
    expect(checkPageMessage(own, message, pageAddress)).toEqual({ ok: false, refusal: 'bad-message' });
  });
});

function intent(body: object) {
  return { kind: 'intent', message: { revision: 3, intent: body } };
}
