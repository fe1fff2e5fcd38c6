import { Footer, Scene } from '../parts/page.tsx';
import { HoldCardPicture } from '../parts/pictogram.tsx';
import { text } from '../state.ts';

export function Registering() {
  const t = text.value;
  return (
    <Scene
      picture={<HoldCardPicture />}
      title={t.registering.title}
      lead={t.registering.lead}
      footer={<Footer />}
      busy
    />
  );
}
