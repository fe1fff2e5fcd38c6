import { useEffect } from 'preact/hooks';
import { closeOpened, FRESH_PAD, keyNumbers, keysUsed, pad } from '../keys/pad.ts';
import { IntentButton } from '../parts/button.tsx';
import { CardHistory } from '../parts/card-history.tsx';
import { Footer, Page } from '../parts/page.tsx';
import { PointHistory } from '../parts/point-history.tsx';
import { canPrint } from '../parts/receipt-choice.tsx';
import { accepts, text } from '../state.ts';
import { InquiryOverview } from './inquiry-overview.tsx';
import type { ScreenProps } from './props.ts';

/** Balance and points, the card's 20 entries, the ledger's postings: three pages under one heading. */
export function Inquiry({ body }: ScreenProps<'inquiry'>) {
  const t = text.value;
  // By finger or by key: it is one page.
  const { view } = pad.value;
  const open = view.kind === 'list' && view.list !== 'receipt' ? view.list : 'overview';
  useEffect(() => closeOpened, []);
  // The one clear step of the first page; the others have their list to print, and the foot has room for two.
  const charges = body.goesOnWith === 'point-charge' && open === 'overview';
  const tabs = [
    { id: 'overview', label: t.inquiry.tabOverview },
    { id: 'history', label: t.inquiry.tabHistory },
    ...(body.account === null ? [] : [{ id: 'points', label: t.inquiry.tabPoints } as const]),
  ] as const;
  const registeredOn = body.account?.registeredOn ?? null;
  const about = [
    body.cardKind === null ? null : t.cardKind[body.cardKind],
    body.cardTail === null ? null : t.common.cardTail(body.cardTail),
  ].filter((part) => part !== null);
  return (
    <Page
      title={t.inquiry.title}
      lead={about.length === 0 ? undefined : about.join(' · ')}
      footer={
        <Footer
          ways={accepts('continue') ? [] : ['cancel']}
          nextLabel={t.common.finish}
          nextLook={charges ? 'choice' : 'next'}
        >
          {canPrint(body.receipts) && !charges && (
            <IntentButton intent={{ type: 'print-history' }} look={accepts('continue') ? 'choice' : 'next'}>
              {t.inquiry.print}
            </IntentButton>
          )}
          {charges && (
            <IntentButton intent={{ type: 'choose-job', job: 'point-charge' }} look="next">
              {t.job['point-charge']}
            </IntentButton>
          )}
          {body.goesOnWith === 'registration' && (
            <IntentButton intent={{ type: 'choose-job', job: 'registration' }} look="choice">
              {t.inquiry.register}
            </IntentButton>
          )}
        </Footer>
      }
    >
      <div class="inquiry">
        <div class="tabs" role="tablist">
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`tab-${tab.id}`}
              aria-controls="tab-panel"
              aria-selected={open === tab.id}
              data-key={tab.id === 'overview' && open !== 'overview' && keysUsed.value ? '*' : keyNumbers.value[tab.id]}
              onClick={() => {
                pad.value =
                  tab.id === 'overview' ? FRESH_PAD : { ...FRESH_PAD, view: { kind: 'list', list: tab.id, at: 0 } };
              }}
            >
              {tab.label}
            </button>
          ))}
        </div>
        <div class="panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${open}`}>
          {open === 'overview' && <InquiryOverview body={body} />}
          {open === 'history' && <CardHistory lines={body.history} />}
          {open === 'points' && body.account !== null && (
            <PointHistory lines={body.account.postings} registeredOn={registeredOn} />
          )}
        </div>
      </div>
    </Page>
  );
}
