import { useEffect } from 'preact/hooks';
import { closeOpened, FRESH_PAD, keyNumbers, keysUsed, pad } from '../keys/pad.ts';
import { Note } from '../parts/note.tsx';
import { Footer, Page } from '../parts/page.tsx';
import { FixedName } from '../parts/point-name.tsx';
import { accepts, format, screen, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

type Campaign = ScreenProps<'notice'>['body']['campaign'];

function heading({ ended, previousEndsOn }: Campaign): string {
  const t = text.value;
  if (ended) return t.notice.periodEnded;
  return previousEndsOn === null ? t.notice.periodRunning : t.notice.period;
}

/** The notice itself: what was extended, what is renamed, what there is to get (rules R1–R19). In large letters two pages. */
export function Notice({ body }: ScreenProps<'notice'>) {
  const t = text.value;
  // By finger or by key: it is one page.
  const second = pad.value.view.kind === 'picture';
  useEffect(() => closeOpened, []);
  const paged = screen.value?.modes.largeText === true;
  const turn = paged && (
    <button
      type="button"
      class="button choice"
      data-key={second && keysUsed.value ? '*' : keyNumbers.value['second-page']}
      onClick={() => {
        pad.value = second ? FRESH_PAD : { ...FRESH_PAD, view: { kind: 'picture', picture: 'second-page' } };
      }}
    >
      {second ? t.common.back : t.common.next}
    </button>
  );
  return (
    <Page
      title={t.notice.title}
      footer={
        accepts('continue') ? (
          <Footer ways={[]} nextLabel={t.notice.done}>
            {turn}
          </Footer>
        ) : (
          <Footer>{turn}</Footer>
        )
      }
    >
      <div class="notice">
        {(!paged || !second) && <Changes campaign={body.campaign} />}
        {(!paged || second) && <Measures campaign={body.campaign} />}
      </div>
    </Page>
  );
}

function Changes({ campaign }: { readonly campaign: Campaign }) {
  const t = text.value;
  const f = format.value;
  return (
    <>
      <section>
        <h2>{heading(campaign)}</h2>
        <dl class="track">
          <div class="stop">
            <dt>{t.notice.from}</dt>
            <dd>{f.day(campaign.startsOn)}</dd>
          </div>
          {campaign.previousEndsOn !== null && (
            <div class="stop old">
              <dt>{t.notice.before}</dt>
              <dd>{f.day(campaign.previousEndsOn)}</dd>
            </div>
          )}
          <div class="stop end">
            <dt>{t.notice.until}</dt>
            <dd>{f.day(campaign.endsOn)}</dd>
          </div>
        </dl>
      </section>
      {campaign.rename !== null && (
        <section>
          <h2>
            {t.notice.rename} <small>{t.notice.renameFrom(f.day(campaign.rename.on))}</small>
          </h2>
          <p class="rename">
            <FixedName name={campaign.rename.from} />
            <b aria-hidden="true">→</b>
            <FixedName name={campaign.rename.to} />
          </p>
          <p>{t.notice.renameLead}</p>
        </section>
      )}
    </>
  );
}

function Measures({ campaign }: { readonly campaign: Campaign }) {
  const t = text.value;
  const f = format.value;
  const { charge, healthInsurance, publicMoneyAccount } = campaign.measures;
  return (
    <>
      <section>
        <h2>{t.notice.measures(f.points(charge.capPoints + healthInsurance + publicMoneyAccount))}</h2>
        <dl class="measures">
          <div>
            <dt>{t.notice.measureCharge(charge.percent)}</dt>
            <dd>{t.notice.upTo(f.number(charge.capPoints))}</dd>
          </div>
          <div>
            <dt>{t.notice.measureInsurance}</dt>
            <dd>{f.points(healthInsurance)}</dd>
          </div>
          <div>
            <dt>{t.notice.measureAccount}</dt>
            <dd>{f.points(publicMoneyAccount)}</dd>
          </div>
        </dl>
      </section>
      <Note kind="plain">{campaign.ended ? t.notice.closed : t.notice.registration}</Note>
      {!campaign.ended && <Note kind="plain">{t.notice.mobile(f.day(campaign.mobileIcocaFrom))}</Note>}
    </>
  );
}
