import type { Job, JobState } from '../../station/contract/index.ts';
import { IntentButton } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { JobPicture } from '../parts/pictogram.tsx';
import { FixedName } from '../parts/point-name.tsx';
import { canPrint } from '../parts/receipt-choice.tsx';
import { format, screen, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

type Campaign = NonNullable<ScreenProps<'home'>['body']['campaign']>;

/** A job to begin; where it cannot be begun, it stays visible and says why. */
function JobTile({ job, state, lead }: { readonly job: Job; readonly state: JobState; readonly lead: string }) {
  const t = text.value;
  const pointName = screen.value?.pointName ?? null;
  const name = (
    <span class="job-name">
      <JobPicture job={job} />
      <strong>{t.job[job]}</strong>
    </span>
  );
  if (state !== 'available') {
    return (
      <div class={`job ${job} closed`}>
        <div class="tile">
          {name}
          <Note kind="care">{t.jobState[state]}</Note>
        </div>
      </div>
    );
  }
  return (
    <div class={`job ${job}`}>
      <IntentButton intent={{ type: 'choose-job', job }} look="tile">
        {name}
        <span>{lead}</span>
        {job === 'point-charge' && pointName !== null && <FixedName name={pointName} />}
      </IntentButton>
    </div>
  );
}

/** The end, as it is to be told on this day. */
function period({ ended, endsOn, previousEndsOn }: Campaign): string {
  const t = text.value;
  const end = format.value.day(endsOn);
  if (ended) return t.home.noticeEnded(end);
  return previousEndsOn === null ? t.home.noticeRunning(end) : t.home.noticeExtended(end);
}

/** What was extended and renamed, in two lines. */
function Bulletin({ campaign }: { readonly campaign: Campaign }) {
  const t = text.value;
  return (
    <span class="tile-words">
      <strong>
        {t.home.notice} <small>{t.home.noticeOpen} ›</small>
      </strong>
      <span>{t.home.campaign}</span>
      <span>{period(campaign)}</span>
      {campaign.rename !== null && (
        <span lang="ja">
          {campaign.rename.from.name}
          <br />→ {campaign.rename.to.name}
        </span>
      )}
    </span>
  );
}

/** The attract screen: the jobs, and what was extended and renamed. */
export function Home({ body }: ScreenProps<'home'>) {
  const t = text.value;
  const { campaign, jobs } = body;
  return (
    <Page title={t.home.title} footer={null}>
      <div class="jobs">
        <JobTile job="registration" state={jobs.registration} lead={t.home.registrationLead} />
        <JobTile job="point-charge" state={jobs['point-charge']} lead={t.home.pointChargeLead} />
        <JobTile job="inquiry" state={jobs.inquiry} lead={t.home.inquiryLead} />
        {campaign !== null && (
          <div class="bulletin">
            <IntentButton intent={{ type: 'show-notice' }} look="tile">
              <Bulletin campaign={campaign} />
            </IntentButton>
          </div>
        )}
      </div>
      {!canPrint(body.receipts) && <Note kind="care">{t.home.noReceipt}</Note>}
    </Page>
  );
}
