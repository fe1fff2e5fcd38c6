import { FRESH_MODES, type Job, type JobState } from '../../station/contract/index.ts';
import { IntentButton } from '../parts/button.tsx';
import { LowerButton } from '../parts/modes.tsx';
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

/** What was extended and renamed, told to whoever only looks; its own button opens all of it. */
function Bulletin({ campaign }: { readonly campaign: Campaign }) {
  const t = text.value;
  return (
    <section class="bulletin" aria-labelledby="bulletin">
      <div class="told">
        <h2 id="bulletin">{t.home.notice}</h2>
        <p>{t.home.campaign}</p>
        <p class="period">{period(campaign)}</p>
        {campaign.rename !== null && (
          // What they mean stands on the tile above, and in the notice itself.
          <p class="renamed" lang="ja">
            {campaign.rename.from.name}
            <span aria-hidden="true"> → </span>
            <span class="to">{campaign.rename.to.name}</span>
          </p>
        )}
      </div>
      <IntentButton intent={{ type: 'show-notice' }} look="choice">
        {t.home.noticeOpen}
      </IntentButton>
    </section>
  );
}

/** The attract screen: the jobs, ready to be touched, and what was extended and renamed. Nothing has to be woken first. */
export function Home({ body }: ScreenProps<'home'>) {
  const t = text.value;
  const { campaign, jobs } = body;
  const modes = screen.value?.modes ?? FRESH_MODES;
  return (
    <Page
      title={t.home.title}
      footer={
        <footer class="foot">
          <LowerButton modes={modes} />
          {!canPrint(body.receipts) && <Note kind="care">{t.home.noReceipt}</Note>}
        </footer>
      }
    >
      <div class={campaign === null ? 'jobs' : 'jobs and-notice'}>
        <JobTile job="registration" state={jobs.registration} lead={t.home.registrationLead} />
        <JobTile job="point-charge" state={jobs['point-charge']} lead={t.home.pointChargeLead} />
        <JobTile job="inquiry" state={jobs.inquiry} lead={t.home.inquiryLead} />
        {campaign !== null && <Bulletin campaign={campaign} />}
      </div>
    </Page>
  );
}
