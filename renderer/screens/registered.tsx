import { Figure } from '../parts/figure.tsx';
import { Finished } from '../parts/finished.tsx';
import { FixedName } from '../parts/point-name.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function Registered({ body }: ScreenProps<'registered'>) {
  const t = text.value;
  const f = format.value;
  return (
    <Finished
      sign="good"
      title={body.already ? t.registered.titleAlready : t.registered.title}
      lead={body.already ? t.registered.already : t.registered.earliestLead}
      receipts={body.receipts}
      receipt={body.receiptPreview}
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
    </Finished>
  );
}
