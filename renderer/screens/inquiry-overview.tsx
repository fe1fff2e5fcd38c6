import { PointCount, Yen } from '../parts/amount.tsx';
import { Figure } from '../parts/figure.tsx';
import { Note } from '../parts/note.tsx';
import { FixedName } from '../parts/point-name.tsx';
import { Progress } from '../parts/progress.tsx';
import { format, screen, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

type Body = ScreenProps<'inquiry'>['body'];
type Account = NonNullable<Body['account']>;

/** The two numbers that people come for, how far the campaign has got, and what is still to come. */
export function InquiryOverview({ body }: { readonly body: Body }) {
  const t = text.value;
  const { account, accountState, registration } = body;
  const pointName = screen.value?.pointName ?? null;
  return (
    <div class="overview">
      <dl class="figures">
        <Figure label={t.inquiry.balance} strong>
          <Yen value={body.balanceYen} big />
        </Figure>
        {account !== null && (
          <Figure label={pointName === null ? t.inquiry.points : <FixedName name={pointName} />} strong>
            <PointCount value={account.points} big />
          </Figure>
        )}
      </dl>
      {account !== null && account.heldPoints > 0 && (
        <Note kind="plain">{t.inquiry.held(format.value.points(account.heldPoints))}</Note>
      )}
      {accountState !== 'shown' && <Note kind="care">{t.inquiry[accountState]}</Note>}
      {registration !== null && registration !== 'available' && (
        <Note kind="plain">{t.common.bracketed(t.job.registration, t.jobState[registration])}</Note>
      )}
      {account !== null && <Outlook account={account} ended={body.campaign?.ended === true} />}
    </div>
  );
}

function Outlook({ account, ended }: { readonly account: Account; readonly ended: boolean }) {
  const t = text.value;
  const f = format.value;
  return (
    <div class="outlook">
      {account.progress !== null && <Progress {...account.progress} ended={ended} />}
      <section>
        <h2>{t.inquiry.coming}</h2>
        {account.grantsToCome.length === 0 ? (
          <p>{t.inquiry.nothingComing}</p>
        ) : (
          <ul class="to-come">
            {account.grantsToCome.map((grant) => (
              <li key={grant.measure}>
                <strong>{grant.on === null ? t.inquiry.afterEnd : t.inquiry.around(f.monthDay(grant.on))}</strong>
                <span>{t.measure[grant.measure]}</span>
                <strong>{f.points(grant.points)}</strong>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
