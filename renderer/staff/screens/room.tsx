import { IntentButton } from '../parts/button.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

/** A room in which there is nothing yet. */
export function EmptyRoom({ body }: ScreenProps<'room'>) {
  const t = text.value;
  return (
    <div class="choose">
      <h1>{t.room[body.room]}</h1>
      <p>{t.common.empty}</p>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{t.common.back}</IntentButton>
      </footer>
    </div>
  );
}
