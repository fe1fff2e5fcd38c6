import type { StaffScreen } from '../../../station/contract/staff.ts';
import { text } from '../state.ts';
import { IntentButton } from './button.tsx';

/** Which machine, which program, who is at work; the way out is always in the same corner. */
export function Bar({ screen }: { readonly screen: StaffScreen }) {
  const t = text.value;
  const other = screen.language === 'ja' ? 'en' : 'ja';
  return (
    <header>
      <p class="machine">
        <strong>{screen.stationName}</strong>
        <span>
          {screen.stationId} · {t.bar.version} {screen.softwareVersion}
        </span>
      </p>
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
