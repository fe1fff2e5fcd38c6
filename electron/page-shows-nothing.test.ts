import { beforeEach, describe, expect, test } from 'vitest';
import { DrawnProof } from './drawn-proof.ts';

describe('a page proves what it has drawn', () => {
  let proof: DrawnProof;
  beforeEach(() => {
    proof = new DrawnProof();
  });

  test('before its first screen it owes "please wait", then the screen that it was sent last', () => {
    expect(proof.holds({ beat: proof.asked(), drawn: 'please-wait' })).toBe(true);
    proof.sent(12);
    expect(proof.holds({ beat: proof.asked(), drawn: 12 })).toBe(true);
    proof.sent(null);
    expect(proof.holds({ beat: proof.asked(), drawn: 'please-wait' })).toBe(true);
  });

  test.each([
    ['nothing', 'shows nothing in place of 12'],
    [11, 'shows 11 in place of 12'],
    ['please-wait', 'shows please-wait in place of 12'],
  ] as const)(
    'one that shows %s in place of its screen is no better than silent, and the log says it',
    (drawn, said) => {
      proof.sent(12);
      expect(proof.holds({ beat: proof.asked(), drawn })).toBe(false);
      expect(proof.complaint).toBe(said);
    },
  );

  test('a slow page owes what it had been sent when it was asked, and not what came since', () => {
    proof.sent(12);
    const [first, second] = [proof.asked(), proof.asked()];
    proof.sent(13);
    const third = proof.asked();
    expect(proof.holds({ beat: first, drawn: 12 })).toBe(true);
    expect(proof.holds({ beat: second, drawn: 12 })).toBe(true);
    expect(proof.holds({ beat: third, drawn: 12 })).toBe(false);
  });

  test('an answer proves nothing twice, nor for the page that has taken its place', () => {
    proof.sent(12);
    const [once, late] = [proof.asked(), proof.asked()];
    expect(proof.holds({ beat: once, drawn: 12 })).toBe(true);
    expect(proof.holds({ beat: once, drawn: 12 })).toBe(false);
    proof.restarted();
    expect(proof.holds({ beat: late, drawn: 12 })).toBe(false);
    expect(proof.complaint).toBe('does not answer');
  });

  test('a number that was never sent proves nothing', () => {
    expect(proof.holds({ beat: 40, drawn: 'please-wait' })).toBe(false);
  });
});
