/** What is done to the machine as a whole: service, cleaning, power. */
import { IntentButton } from '../parts/button.tsx';
import { useSecondsLeft } from '../parts/countdown.tsx';
import { Sign } from '../parts/status.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function ChooseService({ body }: ScreenProps<'choose-service'>) {
  const t = text.value;
  return (
    <div class="choose">
      <h1>{t.chooseService[body.state]}</h1>
      <p>{t.chooseService.why}</p>
      <div class="choices">
        {body.reasons.map((reason) => (
          <IntentButton key={reason} intent={{ type: 'set-service', state: body.state, reason }}>
            {t.why[reason]}
          </IntentButton>
        ))}
      </div>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{t.common.back}</IntentButton>
      </footer>
    </div>
  );
}

export function Cleaning({ body }: ScreenProps<'cleaning'>) {
  const t = text.value;
  const seconds = useSecondsLeft(body.ms);
  return (
    <div class="tell">
      <h1>{t.cleaning.title}</h1>
      <p class="clock">{t.cleaning.left(seconds)}</p>
      <p>{t.cleaning.how}</p>
      <progress max={body.totalMs / 1_000} value={seconds} />
    </div>
  );
}

export function ConfirmPower({ body }: ScreenProps<'confirm-power'>) {
  const t = text.value;
  return (
    <div class="tell">
      <Sign state="care" />
      <h1>{t.power[body.act]}</h1>
      <p>{body.act === 'restart' ? t.power.restartDoes : t.power.shutDownDoes}</p>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{t.common.back}</IntentButton>
        <IntentButton intent={{ type: 'confirm' }} look="stop">
          {t.power[body.act]}
        </IntentButton>
      </footer>
    </div>
  );
}

export function Powering({ body }: ScreenProps<'powering'>) {
  const t = text.value;
  return (
    <div class="tell" aria-busy="true">
      <h1>{t.power[body.act]}</h1>
      <p>{t.power.now}</p>
    </div>
  );
}
