import type { ComponentChildren } from 'preact';
import { deviceText } from '../devices-text.ts';
import { IntentButton } from './button.tsx';

/** A screen of a room: heading, what there is, and below the way back on the left and the next step on the right. */
export function Sheet({
  title,
  lead,
  footer,
  children,
}: {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly footer?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="sheet">
      <div class="heading">
        <h1>{title}</h1>
        {lead !== undefined && <p>{lead}</p>}
      </div>
      <div class="content">{children}</div>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{deviceText.value.common.back}</IntentButton>
        <span class="gap" />
        {footer}
      </footer>
    </div>
  );
}
