import { Note } from '../parts/note.tsx';
import { Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { ReceiptFooter } from '../parts/receipt-choice.tsx';
import { Reference } from '../parts/reference.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function Unresolved({ body }: ScreenProps<'unresolved'>) {
  const t = text.value;
  return (
    <Scene
      picture={<SignPicture sign="staff" />}
      title={t.unresolved.title}
      lead={t.unresolved.lead(format.value.yen(body.charge))}
      footer={<ReceiptFooter receipts={body.receipts} />}
    >
      <Note kind="good">{t.unresolved.safe}</Note>
      <Reference value={body.reference} />
    </Scene>
  );
}
