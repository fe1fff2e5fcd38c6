import type { Drawn } from '../station/contract/drawn.ts';

/** Null: "please wait" lies over everything, or there is no session. */
let finished: number | null = null;

/** For a layout effect of the frame: those run when a rendering has come to its end, and not where anything in it threw. */
export function hasDrawn(revision: number | null): void {
  finished = revision;
}

/** The part of an element that the answer depends on. */
export type Place = Pick<Element, 'childElementCount' | 'getBoundingClientRect'>;

/**
 * What stands in the document, and takes up room in it. No frame of the display is waited for: a window that lies under
 * another gets none, and would be taken for one that hangs.
 */
export function whatIsDrawn(
  find: (selector: string) => Place | null = (selector) => document.querySelector(`#page ${selector}`),
): Drawn {
  const place = find(finished === null ? '.please-wait' : 'main');
  const isSeen = place !== null && place.childElementCount > 0 && place.getBoundingClientRect().height > 0;
  return isSeen ? (finished ?? 'please-wait') : 'nothing';
}
