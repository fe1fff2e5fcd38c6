import { expect, test } from 'vitest';
import { keyOf } from './key.ts';

const pressed = (key: string, code = '', more = {}) =>
  keyOf({ key, code, ctrlKey: false, altKey: false, metaKey: false, ...more });

test('digits of both rows, the star and the hash, wherever a layout has them', () => {
  expect(pressed('5', 'Digit5')).toBe('5');
  expect(pressed('5', 'Numpad5')).toBe('5');
  expect(pressed('５', 'Digit5')).toBe('5');
  expect(pressed('*', 'NumpadMultiply')).toBe('*');
  expect(pressed('*', 'Digit8', { shiftKey: true })).toBe('*');
  expect(pressed('#', 'Digit3', { shiftKey: true })).toBe('#');
});

test('a keypad without a hash or a star', () => {
  expect(pressed('Enter', 'NumpadEnter')).toBe('#');
  expect(pressed('.', 'NumpadDecimal')).toBe('*');
});

test('NumLock is off: the digit is in its place all the same', () => {
  expect(pressed('Home', 'Numpad7')).toBe('7');
  expect(pressed('Insert', 'Numpad0')).toBe('0');
});

test('what moves the focus and presses buttons is left alone, and so is every shortcut', () => {
  for (const key of ['Tab', 'Enter', ' ', 'Escape', 'ArrowDown', 'a']) expect(pressed(key, key)).toBeNull();
  expect(pressed('5', 'Digit5', { ctrlKey: true })).toBeNull();
});
