import type { ReceiptState } from '../../station/contract/index.ts';
import { accepts, text } from '../state.ts';
import { IntentButton } from './button.tsx';
import { Footer } from './page.tsx';

function canPrint(receipts: ReceiptState): boolean {
  return receipts === 'ready' || receipts === 'paper-low';
}

/** The footer of a finished job: with or without a receipt, where one would come out; else just the way on. */
export function ReceiptFooter({ receipts }: { readonly receipts: ReceiptState | null }) {
  const t = text.value;
  if (receipts === null || !canPrint(receipts)) {
    return (
      <Footer nextLabel={t.common.finish}>
        {!accepts('continue') && (
          <IntentButton intent={{ type: 'receipt', wanted: false }} look="next">
            {t.common.finish}
          </IntentButton>
        )}
      </Footer>
    );
  }
  return (
    <Footer nextLabel={t.common.finish}>
      <IntentButton intent={{ type: 'receipt', wanted: false }} look="choice">
        {t.receipt.no}
      </IntentButton>
      <IntentButton intent={{ type: 'receipt', wanted: true }} look="next">
        {t.receipt.yes}
      </IntentButton>
    </Footer>
  );
}

/** The question, or why there is none. */
export function ReceiptQuestion({ receipts }: { readonly receipts: ReceiptState | null }) {
  const t = text.value;
  if (receipts === null || !accepts('receipt')) return null;
  return (
    <p class="receipt-question">
      {canPrint(receipts) && <strong>{t.receipt.question}</strong>}
      {receipts !== 'ready' && <span>{t.receipt[receipts]}</span>}
    </p>
  );
}
