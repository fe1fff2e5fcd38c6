/** The checklist of docs/facts/anchors.md §6, a check a line, against the real main.ts in the stand-in (checklist.test.ts). */
import { theChannel } from './checklist/channel.ts';
import type { Check } from './checklist/check.ts';
import { thePages } from './checklist/page.ts';
import { supervision } from './checklist/supervision.ts';
import { theWindow } from './checklist/window.ts';

/** In this order, against one main: supervision ends pages, and goes last. */
export const checklist: readonly Check[] = [...theWindow, ...thePages, ...theChannel, ...supervision];
