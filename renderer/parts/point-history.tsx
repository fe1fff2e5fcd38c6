import type { ScreenBody } from '../../station/contract/index.ts';
import { format, text } from '../state.ts';
import { Pager } from './pager.tsx';

type Account = NonNullable<Extract<ScreenBody, { id: 'inquiry' }>['account']>;

const ROWS = 3;

/** Every posting under the name of its day, with the name of today in brackets where it differs (A20). */
export function PointHistory({
  lines,
  registeredOn,
}: {
  readonly lines: Account['postings'];
  readonly registeredOn: string | null;
}) {
  const t = text.value;
  const f = format.value;
  const registered = registeredOn !== null && <p class="hint">{t.inquiry.registeredOn(f.day(registeredOn))}</p>;
  if (lines.length === 0) {
    return (
      <>
        {registered}
        <p>{t.inquiry.noPostings}</p>
      </>
    );
  }
  return (
    <Pager items={lines} rows={ROWS}>
      {(rows) => (
        <>
          {registered}
          <ul class="postings named">
            {rows.map((line, index) => (
              <li key={index}>
                <span>{f.shortDay(line.on)}</span>
                <span class="grow">
                  {line.measure === null
                    ? t.posting[line.kind]
                    : t.common.bracketed(t.posting[line.kind], t.measure[line.measure])}
                  <small lang="ja">
                    {line.pointName.name}
                    {line.nameNow !== null && ` ［${t.common.now(line.nameNow.name)}］`}
                  </small>
                </span>
                <strong>{f.change(line.points)}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
    </Pager>
  );
}
