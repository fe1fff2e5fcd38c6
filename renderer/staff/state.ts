/** All that the staff page knows: the last StaffScreen, and which touch it has already sent. Gone with the session. */
import { computed, signal } from '@preact/signals';
import * as z from 'zod/mini';
import { type StaffIntent, StaffScreen } from '../../station/contract/staff.ts';
import { delays } from '../delays.ts';
import { formats } from '../format.ts';
import { type Bridge, openBridge } from './bridge.ts';
import { messages } from './messages/index.ts';

// The page's content security policy forbids code made from strings; zod would first try it, and be reported.
z.config({ jitless: true });

/** Null: no session. */
export const screen = signal<StaffScreen | null>(null);
/** When the screen arrived, by the page's own clock: what counts down does so from here. */
export const arrivedAt = signal(0);
const sent = signal<{ revision: number; intent: StaffIntent } | null>(null);

export const language = computed(() => screen.value?.language ?? 'ja');
export const text = computed(() => messages[language.value]);
export const format = computed(() => formats[language.value]);

let bridge: Bridge | null = null;

/** Begins to listen. Once. */
export function startPage(): void {
  bridge = openBridge((value) => {
    const arrived = value === null ? null : StaffScreen.safeParse(value);
    if (arrived && !arrived.success) {
      console.error('refused a staff screen from the station', arrived.error.issues);
      return;
    }
    show(arrived?.data ?? null);
  });
}

function show(next: StaffScreen | null): void {
  if (sent.value?.revision !== next?.revision) sent.value = null;
  arrivedAt.value = performance.now();
  screen.value = next;
}

/** Is this intent one that the screen takes? What is not, has no button. */
export function accepts(type: StaffIntent['type']): boolean {
  return screen.value?.accepts.includes(type) ?? false;
}

export function isSent(intent: StaffIntent): boolean {
  return sent.value !== null && JSON.stringify(sent.value.intent) === JSON.stringify(intent);
}

/** Sends a touch, once for each revision of the screen. */
export function touch(intent: StaffIntent): void {
  const shown = screen.value;
  if (shown === null || sent.value?.revision === shown.revision) return;
  const touched = { revision: shown.revision, intent };
  sent.value = touched;
  bridge?.send({ kind: 'intent', message: { session: shown.session, ...touched } });
  setTimeout(() => {
    if (sent.value === touched) sent.value = null;
  }, delays.touchAgain);
}
