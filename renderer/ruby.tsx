import { Fragment, options } from 'preact';
import { piecesOf, plain } from './messages/reading.ts';

/**
 * Draws readings (messages/reading.ts) wherever a message stands on the page, so that no component has to think of them and
 * none can forget: a text among the children of an element becomes `<ruby>`, a name for screen readers loses its readings.
 * Through Preact's hook for new elements; once, before the first one is made.
 */
export function drawReadings(): void {
  const before = options.vnode;
  options.vnode = (vnode) => {
    // A component hands its children on; they are drawn by the element they end in.
    if (typeof vnode.type === 'string' || vnode.type === Fragment) {
      const props = vnode.props as { children?: unknown; 'aria-label'?: unknown };
      if (props.children !== undefined) props.children = withRuby(props.children);
      if (typeof props['aria-label'] === 'string') props['aria-label'] = plain(props['aria-label']);
    }
    before?.(vnode);
  };
}

function withRuby(child: unknown): unknown {
  if (Array.isArray(child)) return child.map(withRuby);
  return typeof child === 'string' && child.includes('{') ? <Ruby message={child} /> : child;
}

/** The browser's breaking between phrases does not see past a reading: after a particle a line may end. */
const PHRASE_ENDS = /[をにがはでとものへ、。]$/;

/**
 * One element, so that it stays one thing where its parent lays out its children. A screen reader says the characters once;
 * their reading is for the eye.
 */
function Ruby({ message }: { readonly message: string }) {
  const pieces = piecesOf(message);
  return (
    <span>
      {pieces.map(({ text, reading }, index) =>
        reading === null ? (
          text
        ) : (
          <Fragment key={index}>
            {PHRASE_ENDS.test(pieces[index - 1]?.text ?? '') && <wbr />}
            <ruby>
              {text}
              {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a reading takes no focus. */}
              <rt aria-hidden="true">{reading}</rt>
            </ruby>
          </Fragment>
        ),
      )}
    </span>
  );
}
