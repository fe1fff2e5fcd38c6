import { format, text } from '../state.ts';

interface ProgressProps {
  readonly countedYen: number;
  readonly thresholdYen: number;
  /** What reaching it brings. */
  readonly points: number;
  /** What is charged now counts no more. */
  readonly ended: boolean;
}

/** How much of the 20,000 yen (R7) has been charged: the line from the first stop to the last. */
export function Progress({ countedYen, thresholdYen, points, ended }: ProgressProps) {
  const t = text.value;
  const f = format.value;
  const left = thresholdYen - countedYen;
  // Past the goal "23,000 of 20,000" would tell nobody anything.
  const counted = left > 0 ? t.inquiry.progressOf(f.yen(countedYen), f.yen(thresholdYen)) : f.yen(countedYen);
  return (
    <section class="progress">
      <p>
        <strong id="progress">
          {t.inquiry.progress} {counted}
        </strong>
        {left <= 0 && <span>{t.inquiry.progressDone(f.points(points))}</span>}
        {left > 0 && !ended && <span>{t.inquiry.progressLeft(f.yen(left), f.points(points))}</span>}
      </p>
      <progress aria-labelledby="progress" value={Math.min(countedYen, thresholdYen)} max={thresholdYen} />
    </section>
  );
}
