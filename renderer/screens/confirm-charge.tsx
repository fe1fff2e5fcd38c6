import type { ComponentChildren } from 'preact';
import { PointCount, Yen } from '../parts/amount.tsx';
import { IntentButton } from '../parts/button.tsx';
import { Figure } from '../parts/figure.tsx';
import { Note } from '../parts/note.tsx';
import { Footer, Page } from '../parts/page.tsx';
import { canPrint } from '../parts/receipt-choice.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

function Change({ before, after }: { readonly before: ComponentChildren; readonly after: ComponentChildren }) {
  return (
    <span class="change">
      <span>{before}</span>
      {/* Read out too: two amounts after one another would tell nobody which of them is to be. */}
      <b>→</b>
      <strong>{after}</strong>
    </span>
  );
}

export function ConfirmCharge({ body }: ScreenProps<'confirm-charge'>) {
  const t = text.value;
  return (
    <Page
      title={t.confirm.title}
      lead={t.common.cardTail(body.cardTail)}
      footer={
        <Footer>
          <IntentButton intent={{ type: 'confirm' }} look="next">
            {t.confirm.go}
          </IntentButton>
        </Footer>
      }
    >
      <div class="confirm">
        <dl class="figures rows">
          <Figure label={t.confirm.charge} strong>
            <Yen value={body.charge} big />
          </Figure>
          <Figure label={t.confirm.balance}>
            <Change before={<Yen value={body.balanceYen} />} after={<Yen value={body.balanceAfterYen} />} />
          </Figure>
          <Figure label={t.confirm.points}>
            <Change before={<PointCount value={body.points} />} after={<PointCount value={body.pointsAfter} />} />
          </Figure>
        </dl>
        {!canPrint(body.receipts) && <Note kind="care">{t.amount.receiptUnavailable}</Note>}
      </div>
    </Page>
  );
}
