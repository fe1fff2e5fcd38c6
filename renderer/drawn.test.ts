import { expect, test } from 'vitest';
import { hasDrawn, type Place, whatIsDrawn } from './drawn.ts';

/** A document with these parts in it, each with so many children and this height in px. */
function documentWith(parts: Record<string, [children: number, height: number]>) {
  return (selector: string): Place | null => {
    const part = parts[selector];
    return part ? { childElementCount: part[0], getBoundingClientRect: () => ({ height: part[1] }) as DOMRect } : null;
  };
}

test('before its first screen, and without a station, a page shows "please wait"', () => {
  hasDrawn(null);
  expect(whatIsDrawn(documentWith({ '.please-wait': [1, 700] }))).toBe('please-wait');
});

test('a screen is there when its rendering has come to its end', () => {
  hasDrawn(7);
  expect(whatIsDrawn(documentWith({ main: [3, 700] }))).toBe(7);
});

test.each([
  ['a screen without anything in it', 7, { main: [0, 700] }],
  ['a screen that takes up no room', 7, { main: [3, 0] }],
  ['a root that was emptied', 7, {}],
  ['a screen drawn, and "please wait" in its place', 7, { '.please-wait': [1, 700] }],
  ['"please wait" that was not drawn', null, { main: [3, 700] }],
] as const)('%s is nothing', (_what, revision, parts) => {
  hasDrawn(revision);
  expect(whatIsDrawn(documentWith(parts as never))).toBe('nothing');
  hasDrawn(null);
});
