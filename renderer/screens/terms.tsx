import { IntentButton } from '../parts/button.tsx';
import { Figure } from '../parts/figure.tsx';
import { Footer, Page } from '../parts/page.tsx';
import { FixedName } from '../parts/point-name.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

/**
 * Where the issuer keeps every version of the terms (docs/facts/points.md W9); the page's own address is too long to type
 * in. A hyphen must not end a line.
 */
const WHOLE_TERMS = ['wester.', 'jr-odekake.net'];

export function Terms({ body }: ScreenProps<'terms'>) {
  const t = text.value;
  return (
    <Page
      title={t.terms.title}
      lead={`${t.cardKind[body.cardKind]} · ${t.common.cardTail(body.cardTail)}`}
      footer={
        <Footer>
          <IntentButton intent={{ type: 'agree-to-terms' }} look="next">
            {t.terms.agree}
          </IntentButton>
        </Footer>
      }
    >
      <div class="terms">
        <dl class="figures">
          <Figure label={t.terms.service}>
            <FixedName name={body.serviceName} />
          </Figure>
          <Figure label={t.terms.whole}>
            {WHOLE_TERMS[0]}
            <wbr />
            <span class="whole">{WHOLE_TERMS[1]}</span>
          </Figure>
        </dl>
        <ul class="articles">
          <li>{t.terms.free}</li>
          <li>
            {body.earliestApplicationOn === null
              ? t.terms.tooLate
              : t.terms.applyFrom(format.value.day(body.earliestApplicationOn))}
          </li>
          <li>{t.terms.tens}</li>
          <li>{t.terms.lapse}</li>
        </ul>
      </div>
    </Page>
  );
}
