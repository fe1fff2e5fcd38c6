import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ReceiptPreview, ReceiptState } from '../../station/contract/index.ts';
import { FRESH_PAD, keyNumbers, keysUsed, pad } from '../keys/pad.ts';
import { accepts, text, touch } from '../state.ts';
import { useModal } from './modal.ts';
import { Scene } from './page.tsx';
import { SignPicture } from './pictogram.tsx';
import { ReceiptFooter } from './receipt-choice.tsx';
import { CodePicture, ReceiptPicture } from './receipt-picture.tsx';

type Opened = 'paper' | 'code';

/** The end of a job: what has been done, its receipt as a picture beside it, and the question whether to print it. */
export function Finished({
  sign,
  title,
  lead,
  receipts,
  receipt,
  children,
}: {
  readonly sign: 'good' | 'staff';
  readonly title: string;
  readonly lead: string;
  readonly receipts: ReceiptState | null;
  readonly receipt: ReceiptPreview | null;
  readonly children: ComponentChildren;
}) {
  const isLarge = useSignal(false);
  // By finger or by key: it is one code.
  const isCode = pad.value.view.kind === 'picture';
  const close = (): void => {
    isLarge.value = false;
    if (pad.value.view.kind === 'picture') pad.value = FRESH_PAD;
  };
  useEffect(() => close, []);
  const open = (what: Opened): void => {
    // Looking at it needs no touch: the time begins anew.
    if (accepts('more-time')) void touch({ type: 'more-time' });
    // A receipt is many small texts: the touch is seen first, and then it is laid out.
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (what === 'paper') isLarge.value = true;
        else pad.value = { ...FRESH_PAD, view: { kind: 'picture', picture: 'receipt-code' } };
      }),
    );
  };
  return (
    <>
      <Scene
        picture={
          receipt === null ? <SignPicture sign={sign} /> : <ReceiptOffer sign={sign} receipt={receipt} onOpen={open} />
        }
        title={title}
        lead={lead}
        footer={<ReceiptFooter receipts={receipts} />}
      >
        {children}
      </Scene>
      {receipt !== null && (isCode || isLarge.value) && (
        <ReceiptView receipt={receipt} opened={isCode ? 'code' : 'paper'} onClose={close} />
      )}
    </>
  );
}

/** Longer than so many times its width, a receipt is not shown whole where it is small. */
const LONG = 1.1;

/** The receipt, small, and for who wants no paper the way to the code. */
function ReceiptOffer({
  sign,
  receipt,
  onOpen,
}: {
  readonly sign: 'good' | 'staff';
  readonly receipt: ReceiptPreview;
  readonly onOpen: (what: Opened) => void;
}) {
  const t = text.value;
  return (
    <div class="receipt-offer">
      <div class="paper">
        <span class="sheet">
          <span class={receipt.height > LONG * receipt.width ? 'long' : undefined}>
            <ReceiptPicture receipt={receipt} label={t.receipt.picture} />
          </span>
        </span>
        <SignPicture sign={sign} />
        <button type="button" aria-label={t.receipt.enlarge} onClick={() => onOpen('paper')}>
          <svg viewBox="-24 -24 48 48" aria-hidden="true">
            <circle r="23" />
            <path d="M4 4 L12 12 M6 -3 a9 9 0 1 1 -18 0 a9 9 0 1 1 18 0 M-3 -7 v8 M-7 -3 h8" />
          </svg>
        </button>
      </div>
      <button
        type="button"
        class="button choice"
        data-key={keyNumbers.value['receipt-code']}
        onClick={() => onOpen('code')}
      >
        {t.receipt.asCode}
      </button>
    </div>
  );
}

/** Lies over the screen: the receipt to read, or its code to be photographed. */
function ReceiptView({
  receipt,
  opened,
  onClose,
}: {
  readonly receipt: ReceiptPreview;
  readonly opened: Opened;
  readonly onClose: () => void;
}) {
  const t = text.value;
  const box = useModal();
  const words =
    opened === 'code'
      ? { title: t.receiptCode.title, lead: t.receiptCode.lead, more: t.receiptCode.more }
      : { title: t.receiptPaper.title, lead: t.receiptPaper.lead, more: t.receiptPaper.more };
  return (
    <dialog ref={box} class="receipt-view" aria-labelledby="receipt-view" onCancel={onClose}>
      {opened === 'code' ? (
        <CodePicture code={receipt.code} label={t.receiptCode.title} />
      ) : (
        <ReceiptPicture receipt={receipt} label={t.receipt.picture} />
      )}
      <div class="words">
        <h2 id="receipt-view">{words.title}</h2>
        <p class="lead">{words.lead}</p>
        <p>{words.more}</p>
        <button
          type="button"
          class="button next"
          data-key={opened === 'code' && keysUsed.value ? '*' : undefined}
          onClick={onClose}
        >
          {t.common.back}
        </button>
      </div>
    </dialog>
  );
}
