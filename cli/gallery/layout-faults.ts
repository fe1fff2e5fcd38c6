/**
 * What is wrong with the layout of the page as it stands: text outside of its box or of the screen, things that lie over
 * each other, buttons too small to hit, letters too small to read. Runs inside the page (it must not use anything from outside).
 */
export function layoutFaults(): string[] {
  const faults: string[] = [];
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const slack = 1.5;
  const root = document.querySelector('dialog[open]') ?? document.querySelector('#page');
  if (root === null) return ['there is no page'];
  const screen = new DOMRect(0, 0, innerWidth, innerHeight);
  const within = (inner: DOMRect, outer: DOMRect): boolean =>
    inner.left >= outer.left - slack &&
    inner.right <= outer.right + slack &&
    inner.top >= outer.top - slack &&
    inner.bottom <= outer.bottom + slack;
  const overlap = (a: DOMRect, b: DOMRect): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;
  const common = (a: DOMRect, b: DOMRect): DOMRect => {
    const [left, top] = [Math.max(a.left, b.left), Math.max(a.top, b.top)];
    return new DOMRect(left, top, Math.min(a.right, b.right) - left, Math.min(a.bottom, b.bottom) - top);
  };
  /** Clipped away to be read out and not seen, itself or with what it stands in. */
  const isSpokenOnly = (element: Element | null): boolean =>
    element !== null && (getComputedStyle(element).clipPath === 'inset(50%)' || isSpokenOnly(element.parentElement));
  const name = (element: Element): string => `<${element.tagName.toLowerCase()} class="${element.className}">`;

  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: { text: string; rects: DOMRect[]; parent: Element }[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    // A picture (a receipt before it is printed) is looked at as a whole, below.
    if (parent === null || text === '' || parent.closest('svg[role="img"]') !== null || isSpokenOnly(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    // Of a line's height only the letters count: a tight line may reach into its neighbour without touching it.
    const size = Number.parseFloat(getComputedStyle(parent).fontSize);
    const rects = [...range.getClientRects()].map((rect) => {
      const spare = Math.max(0, (rect.height - size) / 2);
      return new DOMRect(rect.x, rect.y + spare, rect.width, rect.height - 2 * spare);
    });
    texts.push({ text, rects, parent });
    // A reading over a character may be half of it: whoever needs it knows the one from the other.
    const least = parent.matches('rt') ? 0.6875 : 1.375;
    if (size < least * rem - 0.1) faults.push(`"${text}" is too small: ${(size / rem).toFixed(2)} rem`);
    for (let box: Element | null = parent; box !== null && box !== root.parentElement; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.display === 'contents') continue;
      if (/^(inline|ruby)/.test(style.display) && !box.matches('button')) continue;
      // A reading stands above its line, and so above a box that holds the line alone; what it must not do is lie over anything.
      if (parent.matches('rt') && style.overflow === 'visible') continue;
      const outer = box.getBoundingClientRect();
      if (rects.some((rect) => !within(rect, outer))) faults.push(`"${text}" is outside of ${name(box)}`);
    }
    if (rects.some((rect) => !within(rect, screen))) faults.push(`"${text}" is outside of the screen`);
  }
  // Under a wide reading a character takes more room than it fills, and its neighbours reach into that: no fault between
  // texts of one message. Its readings are looked at like everything else.
  const message = (parent: Element): Element | null => (parent.matches('ruby') ? parent.parentElement : parent);
  texts.forEach((one, index) => {
    for (const other of texts.slice(index + 1)) {
      if (message(one.parent) === message(other.parent)) continue;
      if (one.rects.some((a) => other.rects.some((b) => overlap(a, b)))) {
        faults.push(`"${one.text}" lies over "${other.text}"`);
      }
    }
  });

  // Low position: everything that is touched stands in the lower 40 % of the screen.
  const low = document.documentElement.hasAttribute('data-low');
  const buttons = [...root.querySelectorAll('button')].map((button) => ({
    label: button.textContent?.trim() || (button.getAttribute('aria-label') ?? ''),
    rect: button.getBoundingClientRect(),
  }));
  buttons.forEach((one, index) => {
    // 64 px at 1024 × 768, and in the same proportion on every larger screen.
    if (Math.min(one.rect.width, one.rect.height) < 4 * rem - 0.5) faults.push(`button "${one.label}" is too small`);
    if (!within(one.rect, screen)) faults.push(`button "${one.label}" is outside of the screen`);
    if (low && one.rect.top < 0.6 * innerHeight - slack)
      faults.push(`button "${one.label}" is too high for a low hand`);
    for (const other of buttons.slice(index + 1)) {
      if (overlap(one.rect, other.rect)) faults.push(`button "${one.label}" lies over button "${other.label}"`);
    }
    for (const text of texts) {
      if (text.parent.closest('button') === null && text.rects.some((rect) => overlap(rect, one.rect))) {
        faults.push(`button "${one.label}" lies over "${text.text}"`);
      }
    }
  });
  for (const picture of root.querySelectorAll('svg[role="img"]')) {
    let rect = picture.getBoundingClientRect();
    for (let box = picture.parentElement; box !== null && box !== root; box = box.parentElement) {
      if (getComputedStyle(box).overflow === 'hidden') rect = common(rect, box.getBoundingClientRect());
    }
    const label = picture.getAttribute('aria-label') ?? '';
    if (!within(rect, screen)) faults.push(`picture "${label}" is outside of the screen`);
    for (const { text, rects } of texts) {
      if (picture.matches('.ring svg') || !rects.some((other) => overlap(rect, other))) continue;
      faults.push(`picture "${label}" lies over "${text}"`);
    }
  }
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth || page.scrollHeight > page.clientHeight) faults.push('the page scrolls');
  return faults;
}
