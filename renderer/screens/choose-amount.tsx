import { useEffect } from 'preact/hooks';
import { FRESH_PAD, keyNumbers, pad } from '../keys/pad.ts';
import { PointCount, Yen } from '../parts/amount.tsx';
import { IntentButton } from '../parts/button.tsx';
import { Figure } from '../parts/figure.tsx';
import { Note } from '../parts/note.tsx';
import { NumberPad } from '../parts/number-pad.tsx';
import { Footer, Page } from '../parts/page.tsx';
import { canPrint } from '../parts/receipt-choice.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

type Props = ScreenProps<'choose-amount'>;

/** Everything at one touch, or a chosen amount in tens (R25). */
export function ChooseAmount({ body }: Props) {
  // Typed here or on the ten keys: it is one amount.
  const { view } = pad.value;
  const type = (typed: string): void => {
    pad.value = { ...FRESH_PAD, view: { kind: 'amount', typed } };
  };
  const back = (): void => {
    pad.value = FRESH_PAD;
  };
  useEffect(() => back, []);
  return view.kind === 'amount' ? (
    <ByKeys body={body} typed={view.typed} onType={type} onBack={back} />
  ) : (
    <Everything body={body} onChoose={() => type('')} />
  );
}

function Everything({ body, onChoose }: Props & { readonly onChoose: () => void }) {
  const t = text.value;
  const f = format.value;
  const kept = body.points - body.chargeable;
  return (
    <Page title={t.amount.title} lead={t.common.cardTail(body.cardTail)} footer={<Footer />}>
      <div class="choose">
        <dl class="figures">
          <Figure label={t.amount.balance}>
            <Yen value={body.balanceYen} />
          </Figure>
          <Figure label={t.amount.points}>
            <PointCount value={body.points} />
          </Figure>
        </dl>
        <div class="choices">
          <IntentButton intent={{ type: 'choose-amount', points: body.chargeable }} look="tile">
            <span class="tile-words">
              <strong>{body.keptBecause === null ? t.amount.all : t.amount.allThatFits}</strong>
              <Yen value={body.chargeable} big />
            </span>
          </IntentButton>
          {body.chargeable > 10 && (
            <button type="button" class="button choice tall" data-key={keyNumbers.value.amount} onClick={onChoose}>
              <span class="tile-words">
                <strong>{t.amount.choose}</strong>
                <span>{t.amount.chooseLead}</span>
              </span>
            </button>
          )}
        </div>
        {body.keptBecause !== null && <Note kind="plain">{t.kept[body.keptBecause](f.points(kept))}</Note>}
        {!canPrint(body.receipts) && <Note kind="care">{t.amount.receiptUnavailable}</Note>}
      </div>
    </Page>
  );
}

/** Digits enough for the ceiling of 20,000. */
const MOST_DIGITS = 5;

interface Typing {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onBack: () => void;
}

function ByKeys({ body, typed, onType, onBack }: Props & Typing) {
  const t = text.value;
  const f = format.value;
  const points = Number(typed);
  const fits = points <= body.chargeable;
  const usable = points >= 10 && points % 10 === 0 && fits;
  return (
    <Page
      title={t.amount.titleKeys}
      footer={
        <footer>
          <button type="button" class="button quiet" onClick={onBack}>
            {t.common.back}
          </button>
          <span class="gap" />
          <IntentButton intent={{ type: 'choose-amount', points }} look="next" disabled={!usable}>
            {t.amount.ok}
          </IntentButton>
        </footer>
      }
    >
      <div class="by-keys">
        <div class="entry">
          <dl class="figures rows">
            <Figure label={t.amount.entered} strong>
              <output aria-live="polite">
                <Yen value={points} big />
              </output>
            </Figure>
            <Figure label={t.amount.after}>
              <Yen value={body.balanceYen + (fits ? points : 0)} />
            </Figure>
            <Figure label={t.amount.left}>
              <PointCount value={body.points - (fits ? points : 0)} />
            </Figure>
          </dl>
          <div role="status">
            {!fits ? (
              <Note kind="care">{t.amount.tooMuch(f.yen(body.chargeable))}</Note>
            ) : points % 10 !== 0 ? (
              <Note kind="care">{t.amount.inTens}</Note>
            ) : (
              <Note kind="plain">{t.amount.most(f.yen(body.chargeable))}</Note>
            )}
          </div>
        </div>
        <NumberPad
          onDigit={(digit) => {
            const next = String(Number(typed + digit));
            if (next.length <= MOST_DIGITS) onType(next === '0' ? '' : next);
          }}
          onErase={() => onType(typed.slice(0, -1))}
          onClear={() => onType('')}
        />
      </div>
    </Page>
  );
}
