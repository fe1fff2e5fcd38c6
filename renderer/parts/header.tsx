import type { Screen } from '../../station/contract/index.ts';
import { format, text } from '../state.ts';
import { IntentButton } from './button.tsx';
import { CountdownRing } from './countdown.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { ModesButton } from './modes.tsx';

/** The band in the machine's colour: where one is, what day it is, and on every screen the language. */
export function Header({ screen }: { readonly screen: Screen }) {
  const t = text.value;
  return (
    <header>
      <p class="place">
        <strong lang="ja">{screen.stationName}</strong>
        {screen.businessDate !== null && <span>{format.value.day(screen.businessDate)}</span>}
      </p>
      <span class="gap" />
      {screen.timeLimit !== null && <CountdownRing limit={screen.timeLimit} />}
      <IntentButton intent={{ type: 'call-staff' }} look="quiet">
        {t.common.callStaff}
      </IntentButton>
      <ModesButton key={screen.body.id} modes={screen.modes} />
      <LanguageSwitch screen={screen} />
    </header>
  );
}
