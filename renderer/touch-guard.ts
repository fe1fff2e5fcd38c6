/** A public screen: nothing can be marked, dragged, dropped, pinched, pasted or opened; only the buttons do something. */
export function guardTouches(page: Document): void {
  const refused = ['contextmenu', 'selectstart', 'dragstart', 'gesturestart', 'auxclick', 'copy', 'cut', 'paste'];
  for (const name of refused) page.addEventListener(name, refuse);
  // A file that is dropped would be opened in place of the page, and is unless `dragover` is refused as well.
  for (const name of ['dragenter', 'dragover', 'drop']) page.addEventListener(name, refuse);
  // Not passive: a pinch (two fingers, or the wheel with Ctrl) must not zoom.
  page.addEventListener('touchmove', refuse, { passive: false });
  page.addEventListener('wheel', refuse, { passive: false });
  page.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !KEPT.has(event.key)) event.preventDefault();
  });
}

/** What moves the focus, presses a button and closes a sheet. Every other key is a shortcut of the browser or does nothing. */
const KEPT: ReadonlySet<string> = new Set(['Tab', 'Enter', ' ', 'Escape']);

function refuse(event: Event): void {
  event.preventDefault();
}
