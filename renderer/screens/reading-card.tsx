import { Footer, Scene } from '../parts/page.tsx';
import { HoldCardPicture } from '../parts/pictogram.tsx';
import { text } from '../state.ts';

export function ReadingCard() {
  const t = text.value;
  return (
    <Scene
      picture={<HoldCardPicture />}
      title={t.readingCard.title}
      lead={t.readingCard.lead}
      footer={<Footer />}
      busy
    />
  );
}
