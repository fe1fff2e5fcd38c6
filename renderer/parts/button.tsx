import type { ComponentChildren } from 'preact';
import type { Intent } from '../../station/contract/index.ts';
import { keyNumbers } from '../keys/pad.ts';
import { accepts, isSent, touch } from '../state.ts';

interface IntentButtonProps {
  readonly intent: Intent;
  /** `next`: the one clear step onwards. `choice`: one of several of equal weight. `quiet`: a way out. */
  readonly look: 'next' | 'choice' | 'quiet' | 'tile';
  readonly children: ComponentChildren;
  readonly disabled?: boolean;
}

/**
 * A button that sends an intent. It is not drawn where the screen does not take that intent, and it stays pressed from
 * the touch until the station has answered with a new screen.
 */
export function IntentButton({ intent, look, children, disabled = false }: IntentButtonProps) {
  if (!accepts(intent.type)) return null;
  return (
    <button
      type="button"
      class={`button ${look}`}
      data-sent={isSent(intent) ? '' : undefined}
      data-key={keyNumbers.value[JSON.stringify(intent)]}
      disabled={disabled}
      onClick={() => void touch(intent)}
    >
      {children}
    </button>
  );
}
