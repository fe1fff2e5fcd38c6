import type { Job } from '../../station/contract/index.ts';
import type { Messages } from '../messages/index.ts';
import { Note } from '../parts/note.tsx';
import { Footer, Scene } from '../parts/page.tsx';
import { LayCardPicture } from '../parts/pictogram.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

function hint(t: Messages, job: Job): string {
  switch (job) {
    case 'registration':
      return t.layCard.registrationHint;
    case 'point-charge':
      return t.layCard.chargeHint;
    case 'inquiry':
      return t.layCard.inquiryHint;
  }
}

export function LayCard({ body }: ScreenProps<'lay-card'>) {
  const t = text.value;
  return (
    <Scene
      picture={<LayCardPicture />}
      title={t.layCard.title}
      lead={hint(t, body.job)}
      footer={<Footer ways={['cancel']} />}
    >
      <div role="status">
        {body.again === null ? (
          <Note kind="plain">{t.layCard.lead}</Note>
        ) : (
          <Note kind="care">{t.layCard.again[body.again]}</Note>
        )}
      </div>
    </Scene>
  );
}
