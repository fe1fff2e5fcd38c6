/** What is open on the page by key or by finger, and the numbers that the buttons carry once a key has been used. */
import { signal } from '@preact/signals';
import type { List } from './lists.ts';

/** What a key opens on the page itself; the station hears nothing of it. */
export type View =
  | { readonly kind: 'screen' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'amount'; readonly typed: string }
  | { readonly kind: 'list'; readonly list: List; readonly at: number }
  /** Something to be seen, which who listens is not offered: the code of a receipt, page 2 of the notice in large letters. */
  | { readonly kind: 'picture'; readonly picture: 'receipt-code' | 'second-page' };

export interface Pad {
  readonly view: View;
  /** Of the choices, where there are more than keys. */
  readonly page: number;
  /** `*` was pressed once: the next one ends the voice. */
  readonly ending: boolean;
}

export const FRESH_PAD: Pad = { view: { kind: 'screen' }, page: 0, ending: false };

export const pad = signal<Pad>(FRESH_PAD);

/** What is open goes, with its screen at the latest. */
export function closeOpened(): void {
  pad.value = FRESH_PAD;
}

/** Somebody uses the keys: the buttons carry their numbers. */
export const keysUsed = signal(false);

/** The key for an intent (as JSON) or for what a button opens (`amount`, `history`, `receipt-code`); empty until a key is used. */
export const keyNumbers = signal<Readonly<Record<string, string>>>({});
