import type { ComponentChildren } from 'preact';

/** A remark with a mark before it: `good` reassures, `care` asks for attention, `plain` explains. */
export function Note({
  kind,
  children,
}: {
  readonly kind: 'good' | 'care' | 'plain';
  readonly children: ComponentChildren;
}) {
  return (
    <p class={`note ${kind}`}>
      <svg viewBox="-12 -12 24 24" aria-hidden="true">
        <circle r="11" />
        {kind === 'good' && <path d="M-5 .5 L-1.5 4.5 L5.5 -4" />}
        {kind === 'care' && <path d="M0 -6 V1.5 M0 5.5 V5.6" />}
        {kind === 'plain' && <path d="M0 -5.6 V-5.5 M0 -1 V6" />}
      </svg>
      <span>{children}</span>
    </p>
  );
}
