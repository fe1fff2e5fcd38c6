import { TowerPart } from '../../../station/contract/staff-devices.ts';
import { deviceText } from '../devices-text.ts';
import { IntentButton } from '../parts/button.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { statusWord } from '../parts/status.tsx';
import type { ScreenProps } from './props.ts';

export function TowerTest({ body }: ScreenProps<'tower-test'>) {
  const t = deviceText.value;
  const { status, description, part, answer, seen, phase } = body;
  return (
    <Sheet
      title={t.tower.title}
      lead={t.tower.lead}
      footer={<IntentButton intent={{ type: 'try-now', device: 'tower' }}>{t.common.tryNow}</IntentButton>}
    >
      <p class="said" data-status={status}>
        <strong>{statusWord({ name: 'tower', status })}</strong> <span>{description}</span>
      </p>
      <div class="lights">
        {TowerPart.options.map((each) => (
          <div key={each} class={`light ${each}${part === each ? ' now' : ''}`} data-part={each}>
            <IntentButton intent={{ type: 'test-tower', part: each }}>
              <i aria-hidden="true" /> {t.tower.part[each]}
            </IntentButton>
            <span data-seen={seen[each] ?? ''}>
              {seen[each] === undefined ? '' : seen[each] ? `✓ ${t.tower.seen}` : `× ${t.tower.notSeen}`}
            </span>
          </div>
        ))}
      </div>
      {phase === 'trying' && <p class="asking">{t.common.trying}</p>}
      {answer === 'disconnected' && <p class="asking unknown">{t.tower.disconnected}</p>}
      {answer === 'taken' && part !== null && (
        <div class="asking" data-answer={answer}>
          <p>{part === 'buzzer' ? t.tower.takenBuzzer : t.tower.taken(t.tower.part[part])}</p>
          <IntentButton intent={{ type: 'tower-seen', part, seen: false }} look="stop">
            {t.tower.no}
          </IntentButton>
          <IntentButton intent={{ type: 'tower-seen', part, seen: true }} look="main">
            {t.tower.yes}
          </IntentButton>
        </div>
      )}
    </Sheet>
  );
}
