import { Footer, Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { Reference } from '../parts/reference.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function StaffCalled({ body }: ScreenProps<'staff-called'>) {
  const t = text.value;
  return (
    <Scene
      picture={<SignPicture sign="staff" />}
      title={t.staff.title}
      lead={t.staff.lead}
      footer={<Footer nextLabel={t.common.finish} />}
    >
      {body.reference !== null && <Reference value={body.reference} />}
    </Scene>
  );
}
