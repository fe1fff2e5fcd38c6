/** The way in: the screens before the menu. */
import { IntentButton } from '../parts/button.tsx';
import { useSecondsLeft } from '../parts/countdown.tsx';
import { PinPad } from '../parts/pin-pad.tsx';
import { Sign } from '../parts/status.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function EnterPin({ body }: ScreenProps<'enter-pin'>) {
  const t = text.value;
  return (
    <div class="entry">
      <div class="words">
        <h1>{t.pin.title}</h1>
        <p class="id">{t.pin.card(body.staffId)}</p>
        <p>{t.pin.shuffled}</p>
        {body.wrong && (
          <p class="problem" role="alert">
            <Sign state="bad" />
            {t.pin.wrong(body.triesLeft)}
          </p>
        )}
      </div>
      <PinPad pad={body.pad} />
    </div>
  );
}

export function ChoosePin({ body }: ScreenProps<'choose-pin'>) {
  const t = text.value;
  return (
    <div class="entry">
      <div class="words">
        <h1>{body.step === 'first' ? t.newPin.title : t.newPin.again}</h1>
        <p class="id">
          {t.pin.card(body.staffId)} · {t.role[body.role]}
        </p>
        <p>{body.purpose === 'first-engineer' ? t.newPin.firstEngineer : t.newPin.newCard}</p>
        <p>{t.newPin.rules}</p>
        {body.problem !== null && (
          <p class="problem" role="alert">
            <Sign state="bad" />
            {body.problem === 'too-simple' ? t.newPin.tooSimple : t.newPin.notTheSame}
          </p>
        )}
        <IntentButton intent={{ type: 'back' }}>{t.common.back}</IntentButton>
      </div>
      <PinPad pad={body.pad} />
    </div>
  );
}

export function LockedOut({ body }: ScreenProps<'locked-out'>) {
  const t = text.value;
  const seconds = useSecondsLeft(body.ms);
  return (
    <div class="tell">
      <Sign state="bad" />
      <h1>{t.locked.title}</h1>
      <p>{body.by === 'card' ? t.locked.card : t.locked.machine}</p>
      <p class="clock">{t.locked.left(Math.floor(seconds / 60), seconds % 60)}</p>
    </div>
  );
}

export function RefusedCard({ body }: ScreenProps<'refused-card'>) {
  const t = text.value;
  const words = {
    'not-registered': t.refused.notRegistered,
    removed: t.refused.removed,
    'needs-engineer': t.refused.needsEngineer,
    storage: t.refused.storage,
  };
  return (
    <div class="tell">
      <Sign state="bad" />
      <h1>{t.refused.title}</h1>
      <p>{words[body.why]}</p>
    </div>
  );
}

export function Checking() {
  const t = text.value;
  return (
    <div class="tell" aria-busy="true">
      <h1>{t.checking.title}</h1>
    </div>
  );
}

export function LayStaffCard() {
  const t = text.value;
  return (
    <div class="tell">
      <Sign state="care" />
      <h1>{t.layStaffCard.title}</h1>
      <p>{t.layStaffCard.lead}</p>
    </div>
  );
}
