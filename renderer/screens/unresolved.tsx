import { Finished } from '../parts/finished.tsx';
import { Note } from '../parts/note.tsx';
import { Reference } from '../parts/reference.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function Unresolved({ body }: ScreenProps<'unresolved'>) {
  const t = text.value;
  return (
    <Finished
      sign="staff"
      title={t.unresolved.title}
      lead={t.unresolved.lead(format.value.yen(body.charge))}
      receipts={body.receipts}
      receipt={body.receiptPreview}
    >
      <Note kind="good">{t.unresolved.safe}</Note>
      <Reference value={body.reference} />
    </Finished>
  );
}
