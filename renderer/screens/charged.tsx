import { PointCount, Yen } from '../parts/amount.tsx';
import { Figure } from '../parts/figure.tsx';
import { Finished } from '../parts/finished.tsx';
import { Note } from '../parts/note.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function Charged({ body }: ScreenProps<'charged'>) {
  const t = text.value;
  const { pointsLeft, keptBecause } = body;
  return (
    <Finished
      sign="good"
      title={body.earlier ? t.charged.titleEarlier : t.charged.title}
      lead={body.earlier ? t.charged.earlier : t.common.cardTail(body.cardTail)}
      receipts={body.receipts}
      receipt={body.receiptPreview}
    >
      <dl class="figures rows">
        <Figure label={t.charged.balance} strong>
          <Yen value={body.balanceYen} big />
        </Figure>
        <Figure label={t.charged.charge}>
          <Yen value={body.charge} />
        </Figure>
        {pointsLeft !== null && (
          <Figure label={t.charged.left}>
            <PointCount value={pointsLeft} />
          </Figure>
        )}
      </dl>
      {keptBecause !== null && pointsLeft !== null && (
        <Note kind="plain">{t.kept[keptBecause](format.value.points(pointsLeft))}</Note>
      )}
    </Finished>
  );
}
