/** The ways to the end of a case: its card, or two members of staff. */
import type { CaseEnd, Printed } from '../../../station/contract/staff-money.ts';
import { IntentButton } from '../parts/button.tsx';
import { Sign } from '../parts/status.tsx';
import { text } from '../state.ts';
import { CaseFacts } from './cases.tsx';
import type { ScreenProps } from './props.ts';

export function LayCaseCard({ body }: ScreenProps<'lay-case-card'>) {
  const t = text.value.money;
  return (
    <div class="tell">
      <h1>{t.layCase.title(body.case.cardTail)}</h1>
      <p>{t.layCase.lead}</p>
      {body.hint !== null && <Problem words={t.layCase[body.hint]} />}
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
      </footer>
    </div>
  );
}

function Problem({ words }: { readonly words: string }) {
  return (
    <p class="problem" role="alert">
      <Sign state="bad" />
      {words}
    </p>
  );
}

export function ChooseEnd({ body }: ScreenProps<'choose-end'>) {
  const t = text.value.money;
  return (
    <div class="choose">
      <h1>{t.chooseEnd.title}</h1>
      <CaseFacts case={body.case} />
      <div class="middle">
        <div class="choices ends">
          <IntentButton intent={{ type: 'choose-end', end: 'written' }}>
            <strong>{t.chooseEnd.written}</strong>
            <span>{t.chooseEnd.writtenDoes}</span>
          </IntentButton>
          <IntentButton intent={{ type: 'choose-end', end: 'not-written' }}>
            <strong>{t.chooseEnd['not-written']}</strong>
            <span>{t.chooseEnd.notWrittenDoes}</span>
          </IntentButton>
        </div>
        <p>{t.chooseEnd.warning}</p>
      </div>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
      </footer>
    </div>
  );
}

export function ChooseReason({ body }: ScreenProps<'choose-reason'>) {
  const t = text.value.money;
  return (
    <div class="choose">
      <h1>{t.chooseReason.title}</h1>
      <p class="line">
        <strong>{body.case.reference}</strong>
        <span>{t.end[body.end]}</span>
      </p>
      <div class="choices">
        {body.reasons.map((reason) => (
          <IntentButton key={reason} intent={{ type: 'choose-reason', reason }}>
            {t.reason[reason]}
          </IntentButton>
        ))}
      </div>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
      </footer>
    </div>
  );
}

export function ConfirmDecision({ body }: ScreenProps<'confirm-decision'>) {
  const t = text.value.money;
  return (
    <div class="tell">
      <Sign state="care" />
      <h1>{t.confirm.title(t.end[body.end])}</h1>
      <CaseFacts case={body.case} />
      <p>{t.confirm.reason(t.reason[body.reason])}</p>
      <p>{t.confirm.lead}</p>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
        <IntentButton intent={{ type: 'confirm' }} look="main">
          {t.confirm.go}
        </IntentButton>
      </footer>
    </div>
  );
}

export function LaySecondCard({ body }: ScreenProps<'lay-second-card'>) {
  const t = text.value.money;
  return (
    <div class="tell">
      <h1>{t.second.title}</h1>
      <p>{t.second.lead}</p>
      {body.problem !== null && <Problem words={t.second[body.problem]} />}
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
      </footer>
    </div>
  );
}

const GOOD: ReadonlySet<CaseEnd> = new Set(['written', 'not-written', 'decided-written', 'decided-not-written']);
const BAD: ReadonlySet<CaseEnd> = new Set(['storage', 'decided-refused', 'decided-otherwise']);

export function CaseEnded({ body }: ScreenProps<'case-ended'>) {
  const t = text.value.money;
  return (
    <div class="tell">
      <Sign state={GOOD.has(body.how) ? 'good' : BAD.has(body.how) ? 'bad' : 'care'} />
      <h1>{t.ended[body.how]}</h1>
      <CaseFacts case={body.case} />
      <p>{t.endedMeans[body.how]}</p>
      <Paper printed={body.printed} />
      <footer>
        <IntentButton intent={{ type: 'print' }} look={body.printed === 'printed' ? 'plain' : 'main'}>
          {t.print}
        </IntentButton>
        <IntentButton intent={{ type: 'confirm' }} look={body.printed === 'printed' ? 'main' : 'plain'}>
          {t.toList}
        </IntentButton>
      </footer>
    </div>
  );
}

export function Paper({ printed }: { readonly printed: Printed }) {
  if (printed === null) return null;
  return (
    <p class="told" role="status">
      <Sign state={printed === 'printed' ? 'good' : 'care'} />
      {text.value.money.printed[printed]}
    </p>
  );
}
