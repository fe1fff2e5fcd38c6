import { Figure } from '../parts/figure.tsx';
import { Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { FixedName } from '../parts/point-name.tsx';
import { ReceiptFooter } from '../parts/receipt-choice.tsx';
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
      <dl class="figures">
        <Figure label={t.registered.earliest} strong>
          {t.registered.earliestFrom(f.day(body.earliestApplicationOn))}
        </Figure>
      </dl>
      <p class="hint">
        {t.registered.on(f.day(body.registeredOn))} · {t.common.cardTail(body.cardTail)}
        <br />
        <FixedName name={body.serviceName} />
      </p>
    </Scene>
  );
}
