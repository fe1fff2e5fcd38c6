import { text } from '../state.ts';
import { IntentButton } from './button.tsx';

/** The session is about to end by itself. */
export function MoreTime() {
  const t = text.value;
  return (
    <div class="more-time" role="alertdialog" aria-label={t.time.title}>
      <strong>{t.time.title}</strong>
      <IntentButton intent={{ type: 'more-time' }} look="main">
        {t.time.more}
      </IntentButton>
    </div>
  );
}
