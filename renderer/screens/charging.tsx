import { Scene } from '../parts/page.tsx';
import { HoldCardPicture } from '../parts/pictogram.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

const STEPS = ['preparing', 'writing', 'checking'] as const;

/** Value in flight: there is no button on this screen. */
export function Charging({ body }: ScreenProps<'charging'>) {
  const t = text.value;
  const now = STEPS.indexOf(body.step);
  return (
    <Scene
      picture={<HoldCardPicture />}
      title={t.charging.title}
      lead={t.charging.lead(format.value.yen(body.charge))}
      footer={null}
      busy
    >
      <ol class="steps">
        {STEPS.map((step, index) => (
          <li
            key={step}
            class={index < now ? 'passed' : index === now ? 'here' : ''}
            aria-current={index === now ? 'step' : undefined}
          >
            {t.charging[step]}
          </li>
        ))}
      </ol>
      <p class="spoken" role="status">
        {t.charging[body.step]}
      </p>
    </Scene>
  );
}
