import { Figure } from '../parts/figure.tsx';
import { Finished } from '../parts/finished.tsx';
import { FixedName } from '../parts/point-name.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

/** When an application can be made with this card, if at all. */
function earliest({ earliestApplicationOn, canApplyToday }: ScreenProps<'registered'>['body']): string {
  const t = text.value;
  if (earliestApplicationOn === null) return t.registered.tooLate;
  return canApplyToday ? t.registered.fromToday : t.registered.earliestFrom(format.value.day(earliestApplicationOn));
}

export function Registered({ body }: ScreenProps<'registered'>) {
  const t = text.value;
  const lead = body.earliestApplicationOn === null ? t.registered.tooLateLead : t.registered.earliestLead;
  return (
    <Finished
      sign="good"
      title={body.already ? t.registered.titleAlready : t.registered.title}
      lead={body.already ? t.registered.already : lead}
      receipts={body.receipts}
      receipt={body.receiptPreview}
    >
      <dl class="figures">
        <Figure label={t.registered.earliest} strong>
          {earliest(body)}
        </Figure>
      </dl>
      <p class="hint">
        {t.registered.on(format.value.day(body.registeredOn))}
        <br />
        {t.common.cardTail(body.cardTail)}
        <br />
        <FixedName name={body.serviceName} />
      </p>
    </Finished>
  );
}
