/** What is said, to be read: one line at the foot of the dark screen, or what a key has opened, over the head of a lit one. */
import type { ReadonlySignal } from '@preact/signals';
import { screen, touch } from '../state.ts';
import { folderOf } from '../voice/clip-name.ts';
import { captionOf, type Line } from '../voice/line.ts';
import { words } from '../voice/words/index.ts';

interface CaptionsProps {
  readonly said: ReadonlySignal<Line | null>;
  readonly shown: ReadonlySignal<readonly Line[]>;
}

export function Captions({ said, shown }: CaptionsProps) {
  const now = screen.value;
  if (now === null) return null;
  if (now.modes.voice) {
    const { value } = said;
    return (
      <div class="dark">
        <p class="caption" role="status" lang={folderOf(value?.language ?? now.language)}>
          {value !== null && captionOf(value)}
        </p>
        {/* Whoever has pressed the star by mistake, or helps, and sees: one touch, and the screen is back. */}
        <button type="button" onClick={() => void touch({ type: 'set-modes', modes: { ...now.modes, voice: false } })}>
          {words[now.language].showScreen}
        </button>
      </div>
    );
  }
  if (shown.value.length === 0) return null;
  return (
    <div class="key-captions" role="status">
      {shown.value.map((line, index) => (
        <p key={index} lang={folderOf(line.language)}>
          {captionOf(line)}
        </p>
      ))}
    </div>
  );
}
