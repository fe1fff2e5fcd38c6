import { Footer, Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function OutOfService({ body }: ScreenProps<'out-of-service'>) {
  const t = text.value;
  return (
    <Scene
      picture={<SignPicture sign="stop" />}
      title={t.outOfService.title}
      lead={t.outOfService.lead}
      footer={<Footer />}
    >
      <dl class="for-staff">
        <dt>{t.outOfService.reason}</dt>
        <dd>{t.outOfService[body.reason]}</dd>
      </dl>
    </Scene>
  );
}
