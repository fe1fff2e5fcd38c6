/** The register of staff cards. */
import { useState } from 'preact/hooks';
import { IntentButton } from '../parts/button.tsx';
import { Sign } from '../parts/status.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

/** So many fit; the rest is one touch further, and after the last come the first again. */
const ROWS = 6;

export function Cards({ body }: ScreenProps<'cards'>) {
  const t = text.value;
  const [from, setFrom] = useState(0);
  const start = from < body.cards.length ? from : 0;
  return (
    <div class="choose">
      <h1>{t.room.cards}</h1>
      {body.failed && (
        <p class="problem" role="alert">
          <Sign state="bad" />
          {t.cards.failed}
        </p>
      )}
      <ul class="cards">
        {body.cards.slice(start, start + ROWS).map((card) => (
          <li key={card.staffId}>
            <strong>{card.staffId}</strong>
            <span>{t.role[card.role]}</span>
            {card.here ? (
              <span>{t.cards.yours}</span>
            ) : (
              <IntentButton intent={{ type: 'remove-card', staffId: card.staffId }} look="stop">
                {t.cards.remove}
              </IntentButton>
            )}
          </li>
        ))}
      </ul>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{t.common.back}</IntentButton>
        {body.cards.length > ROWS && (
          <button type="button" class="button plain" onClick={() => setFrom(start + ROWS)}>
            {t.cards.more}
          </button>
        )}
        <IntentButton intent={{ type: 'enrol-card' }} look="main">
          {t.cards.enrol}
        </IntentButton>
      </footer>
    </div>
  );
}

export function ConfirmRemoveCard({ body }: ScreenProps<'confirm-remove-card'>) {
  const t = text.value;
  return (
    <div class="tell">
      <Sign state="care" />
      <h1>{t.cards.confirmRemove(body.staffId)}</h1>
      <p>{t.role[body.role]}</p>
      <p>{t.cards.removeDoes}</p>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{t.common.back}</IntentButton>
        <IntentButton intent={{ type: 'confirm' }} look="stop">
          {t.cards.remove}
        </IntentButton>
      </footer>
    </div>
  );
}

export function ConfirmReturnCard({ body }: ScreenProps<'confirm-return-card'>) {
  const t = text.value;
  return (
    <div class="tell">
      <Sign state="care" />
      <h1>{t.cards.confirmReturn(body.staffId)}</h1>
      <p>{t.role[body.role]}</p>
      <p>{t.cards.returnAsks}</p>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{t.common.back}</IntentButton>
        <IntentButton intent={{ type: 'confirm' }} look="stop">
          {t.cards.enrolAgain}
        </IntentButton>
      </footer>
    </div>
  );
}

export function LayNewCard({ body }: ScreenProps<'lay-new-card'>) {
  const t = text.value;
  const problems = {
    'not-a-staff-card': t.newCard.notAStaffCard,
    'already-enrolled': t.newCard.alreadyEnrolled,
    'several-cards': t.newCard.severalCards,
    'not-read': t.newCard.notRead,
  };
  return (
    <div class="tell">
      <h1>{t.newCard.title}</h1>
      <p>{t.newCard.lead}</p>
      {body.problem !== null && (
        <p class="problem" role="alert">
          <Sign state="bad" />
          {problems[body.problem]}
        </p>
      )}
      <footer>
        <IntentButton intent={{ type: 'back' }}>{t.common.back}</IntentButton>
      </footer>
    </div>
  );
}
