import type { ReceiptState } from '../../station/contract/index.ts';
import { accepts, text } from '../state.ts';
import { IntentButton } from './button.tsx';
import { Note } from './note.tsx';
import { Footer } from './page.tsx';

/** Would a receipt come out? That the paper runs low is for staff: a passenger still gets one. */
export function canPrint(receipts: ReceiptState): receipts is 'ready' | 'paper-low' {
  return receipts === 'ready' || receipts === 'paper-low';
}

/** The footer of a finished job: with or without a receipt, where one would come out; else why not, and the way on. */
export function ReceiptFooter({ receipts }: { readonly receipts: ReceiptState | null }) {
  const t = text.value;
  if (receipts !== null && canPrint(receipts) && accepts('receipt')) {
    return (
      <Footer question={t.receipt.question}>
        <IntentButton intent={{ type: 'receipt', wanted: false }} look="choice">
          {t.receipt.no}
        </IntentButton>
        <IntentButton intent={{ type: 'receipt', wanted: true }} look="next">
          {t.receipt.yes}
        </IntentButton>
      </Footer>
    );
  }
  const why = receipts === null || canPrint(receipts) ? undefined : t.receipt[receipts];
  return <Footer nextLabel={t.common.finish} question={why} />;
}

/** Why there is no receipt, where there is none. */
export function NoReceipt({ receipts }: { readonly receipts: ReceiptState }) {
  if (canPrint(receipts)) return null;
  return <Note kind="plain">{text.value.receipt[receipts]}</Note>;
}
