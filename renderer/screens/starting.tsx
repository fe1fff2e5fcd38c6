import { Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { text } from '../state.ts';

export function Starting() {
  const t = text.value;
  return (
    <Scene picture={<SignPicture sign="wait" />} title={t.starting.title} lead={t.starting.lead} footer={null} busy />
  );
}
