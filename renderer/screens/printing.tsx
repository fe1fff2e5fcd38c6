import { Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { text } from '../state.ts';

export function Printing() {
  const t = text.value;
  return (
    <Scene picture={<SignPicture sign="wait" />} title={t.printing.title} lead={t.printing.lead} footer={null} busy />
  );
}
