import { Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { text } from '../state.ts';

/** All that a passenger sees of it: what staff do is on a page of their own (renderer/staff). */
export function Maintenance() {
  const t = text.value;
  return (
    <Scene
      picture={<SignPicture sign="wait" />}
      title={t.maintenance.title}
      lead={t.maintenance.lead}
      footer={null}
      busy
    />
  );
}
