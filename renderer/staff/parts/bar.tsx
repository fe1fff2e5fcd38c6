import type { StaffScreen } from '../../../station/contract/staff.ts';
import { text } from '../state.ts';
import { IntentButton } from './button.tsx';

/** Which machine, which program, who is at work, or that the session is about to end; the way out is always in the same corner. */
export function Bar({ screen }: { readonly screen: StaffScreen }) {
  const t = text.value;
  const other = screen.language === 'ja' ? 'en' : 'ja';
  return (
    <header>
      {screen.timeLimit?.warning === true ? (
        <p class="ending" role="alert">
          <strong>{t.time.title}</strong>
          <IntentButton intent={{ type: 'more-time' }} look="main">
            {t.time.more}
          </IntentButton>
        </p>
      ) : (
        <p class="machine">
          <strong>{screen.stationName}</strong>
          <span>
            {screen.stationId} · {t.bar.version} {screen.softwareVersion}
          </span>
        </p>
      )}
      <p class="who">{screen.role === null ? t.bar.title : t.role[screen.role]}</p>
      <IntentButton intent={{ type: 'set-language', language: other }}>
        <span lang={other}>{t.bar.otherLanguage}</span>
      </IntentButton>
      <IntentButton intent={{ type: 'finish' }} look="stop">
        {t.bar.finish}
      </IntentButton>
    </header>
  );
}
