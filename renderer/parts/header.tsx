import type { Language, Screen } from '../../station/contract/index.ts';
import { languageNames } from '../messages/index.ts';
import { accepts, format, text, touch } from '../state.ts';
import { IntentButton } from './button.tsx';
import { CountdownRing } from './countdown.tsx';
import { ModesButton } from './modes.tsx';

const LANGUAGES: readonly Language[] = ['ja', 'en'];

/** The band in the machine's colour: where one is, what day it is, and on every screen the language. */
export function Header({ screen }: { readonly screen: Screen }) {
  const t = text.value;
  return (
    <header>
      <p class="place">
        <strong>{screen.stationName}</strong>
        {screen.businessDate !== null && <span>{format.value.day(screen.businessDate)}</span>}
      </p>
      <span class="gap" />
      {screen.timeLimit !== null && <CountdownRing limit={screen.timeLimit} />}
      <IntentButton intent={{ type: 'call-staff' }} look="quiet">
        {t.common.callStaff}
      </IntentButton>
      <ModesButton key={screen.body.id} modes={screen.modes} />
      {accepts('set-language') && (
        <fieldset class="languages">
          <legend>{t.common.languages}</legend>
          {LANGUAGES.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={screen.language === language}
              onClick={() => {
                if (screen.language !== language) void touch({ type: 'set-language', language });
              }}
            >
              {languageNames[language]}
            </button>
          ))}
        </fieldset>
      )}
    </header>
  );
}
