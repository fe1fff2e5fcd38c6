import { IntentButton } from '../parts/button.tsx';
import { Device, OtherParts, Sign } from '../parts/status.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

/** The list of unresolved transfers, whose room has all of them, makes way for what is wrong. */
const LINES = 4;

/**
 * The board: on top in one sentence whether passengers are served and how many things want something done; below each
 * device in one line, what is wrong first; on the right the rooms.
 */
export function Menu({ body }: ScreenProps<'menu'>) {
  const t = text.value;
  const weight = { bad: 0, care: 1, good: 2 };
  const devices = [...body.devices].sort((one, other) => weight[one.state] - weight[other.state]);
  const notGood = devices.filter(({ state }) => state !== 'good').length;
  const wrong = notGood + body.others.length + (body.unresolved.length > 0 ? 1 : 0);
  const lines = notGood + (body.others.length > 0 ? 1 : 0);
  const listed = Math.max(0, LINES - lines);
  const { state, reason } = body.service;
  return (
    <div class="menu">
      <section class={`verdict ${reason !== null ? 'bad' : wrong > 0 ? 'care' : 'good'}`} data-service={state}>
        <Sign state={reason !== null ? 'bad' : wrong > 0 ? 'care' : 'good'} />
        <h1>
          {t.service[state]}
          <small>{wrong === 0 ? t.menu.nothingWrong : t.menu.wrong(wrong)}</small>
        </h1>
        {reason !== null && <p>{t.reason[reason]}</p>}
        <div class="buttons">
          {state !== 'in-service' && (
            <IntentButton intent={{ type: 'choose-service', state: 'in-service' }} look="main">
              {t.menu.open}
            </IntentButton>
          )}
          {state === 'in-service' && (
            <IntentButton intent={{ type: 'choose-service', state: 'last-passenger' }}>
              {t.menu.closeAfter}
            </IntentButton>
          )}
          {state !== 'out-of-service' && (
            <IntentButton intent={{ type: 'choose-service', state: 'out-of-service' }} look="stop">
              {t.menu.close}
            </IntentButton>
          )}
        </div>
      </section>
      <section class="board">
        <ul class={lines >= LINES ? 'devices crowded' : 'devices'}>
          {devices.slice(0, notGood).map((device) => (
            <Device key={device.what.name} device={device} />
          ))}
          {body.others.length > 0 && <OtherParts parts={body.others} />}
          {devices.slice(notGood).map((device) => (
            <Device key={device.what.name} device={device} />
          ))}
        </ul>
        <div class="unresolved">
          <h2>
            {t.menu.unresolved(body.unresolved.length)}
            {body.refused > 0 && <small>{t.menu.refused(body.refused)}</small>}
          </h2>
          <ul>
            {body.unresolved.slice(0, listed).map((line) => (
              <li key={line.reference}>
                <strong>{line.reference}</strong>
                <span>{format.value.shortDay(line.on)}</span>
                <span>{format.value.yen(line.charge)}</span>
              </li>
            ))}
          </ul>
        </div>
      </section>
      <nav aria-label={t.menu.rooms}>
        {body.rooms.map((room) => (
          <IntentButton key={room} intent={{ type: 'open-room', room }}>
            {t.room[room]}
          </IntentButton>
        ))}
        <IntentButton intent={{ type: 'clean-screen' }}>{t.menu.clean}</IntentButton>
        <IntentButton intent={{ type: 'choose-power', act: 'restart' }}>{t.power.restart}</IntentButton>
        <IntentButton intent={{ type: 'choose-power', act: 'shut-down' }}>{t.power['shut-down']}</IntentButton>
      </nav>
    </div>
  );
}
