/** A public screen: nothing can be marked, dragged, pinched, pasted or opened; only the buttons do something. */
export function guardTouches(page: Document): void {
  const refused = ['contextmenu', 'selectstart', 'dragstart', 'drop', 'gesturestart', 'copy', 'cut', 'paste'];
  for (const name of refused) page.addEventListener(name, refuse);
  // Not passive: a pinch (two fingers, or the wheel with Ctrl) must not zoom.
  page.addEventListener('touchmove', refuse, { passive: false });
  page.addEventListener('wheel', refuse, { passive: false });
  page.addEventListener('keydown', (event) => {
    // What moves the focus and presses a button stays; shortcuts of the browser do nothing.
    if (event.ctrlKey || event.altKey || event.metaKey || /^F\d+$/.test(event.key)) event.preventDefault();
  });
}

function refuse(event: Event): void {
  event.preventDefault();
}
