import { Figure } from '../parts/figure.tsx';
import { Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { FixedName } from '../parts/point-name.tsx';
import { ReceiptFooter, ReceiptQuestion } from '../parts/receipt-choice.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function Registered({ body }: ScreenProps<'registered'>) {
  const t = text.value;
  const f = format.value;
  return (
    <Scene
      picture={<SignPicture sign="good" />}
      title={body.already ? t.registered.titleAlready : t.registered.title}
      lead={body.already ? t.registered.already : t.registered.earliestLead}
      footer={<ReceiptFooter receipts={body.receipts} />}
    >
      <dl class="figures rows">
        <Figure label={t.registered.earliest} strong>
          {t.registered.earliestFrom(f.day(body.earliestApplicationOn))}
        </Figure>
        <Figure label={t.registered.on}>{f.day(body.registeredOn)}</Figure>
        <Figure label={t.common.cardTail(body.cardTail)}>
          <FixedName name={body.serviceName} />
        </Figure>
      </dl>
      <ReceiptQuestion receipts={body.receipts} />
    </Scene>
  );
}
