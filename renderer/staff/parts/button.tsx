import type { ComponentChildren } from 'preact';
import type { StaffIntent } from '../../../station/contract/staff.ts';
import { accepts, isSent, touch } from '../state.ts';

/** A button that sends an intent; not drawn where the screen does not take it. */
export function IntentButton({
  intent,
  look = 'plain',
  children,
}: {
  readonly intent: StaffIntent;
  /** `main`: the one clear step. `stop`: closes or ends something. */
  readonly look?: 'main' | 'plain' | 'stop';
  readonly children: ComponentChildren;
}) {
  if (!accepts(intent.type)) return null;
  return (
    <button
      type="button"
      class={`button ${look}`}
      data-sent={isSent(intent) ? '' : undefined}
      onClick={() => touch(intent)}
    >
      {children}
    </button>
  );
}
