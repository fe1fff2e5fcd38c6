/**
 * Ten keys, voice and chimes come when they are first needed: with the first key, or the first screen that is heard. The
 * idle machine has read none of it, and a passenger who touches waits for none of it.
 */
import { effect } from '@preact/signals';
import { screen } from '../state.ts';
import { keyOf } from './key.ts';

/** The screens on which nobody is spoken to yet. */
const SILENT: ReadonlySet<string> = new Set(['starting', 'home', 'closed', 'out-of-service', 'maintenance']);

let isLoading = false;
/** Pressed while it came. */
const early: KeyboardEvent[] = [];

/** Once, when the page stands. */
export function loadKeysWhenNeeded(): void {
  document.addEventListener('keydown', keep);
  effect(() => {
    const now = screen.value;
    if (now !== null && (now.modes.voice || !SILENT.has(now.body.id))) void load();
  });
}

function keep(event: KeyboardEvent): void {
  if (keyOf(event) === null) return;
  event.preventDefault();
  early.push(event);
  void load();
}

async function load(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  try {
    const { startKeys } = await import('./start.tsx');
    document.removeEventListener('keydown', keep);
    startKeys();
    for (const { key, code } of early.splice(0)) document.dispatchEvent(new KeyboardEvent('keydown', { key, code }));
  } catch (error) {
    // The page's own file is missing: the next key or screen tries again.
    isLoading = false;
    console.error('the ten keys cannot be had', error);
  }
}
