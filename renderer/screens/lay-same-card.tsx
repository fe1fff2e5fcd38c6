import { Note } from '../parts/note.tsx';
import { Footer, Scene } from '../parts/page.tsx';
import { LayCardPicture } from '../parts/pictogram.tsx';
import { Reference } from '../parts/reference.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function LaySameCard({ body }: ScreenProps<'lay-same-card'>) {
  const t = text.value;
  return (
    <Scene
      picture={<LayCardPicture />}
      title={t.laySame.title}
      lead={t.laySame.lead(format.value.yen(body.charge))}
      footer={<Footer />}
    >
      <div role="status">
        {body.differentCard ? (
          <Note kind="care">{t.laySame.different}</Note>
        ) : body.tries > 0 ? (
          <Note kind="care">{t.laySame.tries(body.tries)}</Note>
        ) : (
          <Note kind="plain">{t.common.cardTail(body.cardTail)}</Note>
        )}
      </div>
      <Reference value={body.reference} />
    </Scene>
  );
}
