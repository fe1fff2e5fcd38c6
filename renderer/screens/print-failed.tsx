import { IntentButton } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { Footer, Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { canPrint, NoReceipt } from '../parts/receipt-choice.tsx';
import { Reference } from '../parts/reference.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function PrintFailed({ body }: ScreenProps<'print-failed'>) {
  const t = text.value;
  const again = canPrint(body.receipts);
  return (
    <Scene
      picture={<SignPicture sign="care" />}
      title={body.outcome === 'unknown' ? t.printFailed.titleUnknown : t.printFailed.titleNot}
      lead={t.printFailed.lead}
      footer={
        <Footer nextLabel={t.printFailed.no}>
          <IntentButton intent={{ type: 'receipt', wanted: false }} look={again ? 'choice' : 'next'}>
            {t.printFailed.no}
          </IntentButton>
          {again && (
            <IntentButton intent={{ type: 'receipt', wanted: true }} look="next">
              {t.printFailed.again}
            </IntentButton>
          )}
        </Footer>
      }
    >
      {body.outcome === 'unknown' && <Note kind="care">{t.printFailed.unknown}</Note>}
      <NoReceipt receipts={body.receipts} />
      {body.reference !== null && <Reference value={body.reference} />}
    </Scene>
  );
}
