import type { Job, JobState } from '../../station/contract/index.ts';
import { IntentButton } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { JobPicture } from '../parts/pictogram.tsx';
import { FixedName } from '../parts/point-name.tsx';
import { format, screen, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

/** A job to begin; where it cannot be begun, it stays visible and says why. */
function JobTile({ job, state, lead }: { readonly job: Job; readonly state: JobState; readonly lead: string }) {
  const t = text.value;
  const pointName = screen.value?.pointName ?? null;
  const content = (
    <>
      <JobPicture job={job} />
      <span class="tile-words">
        <strong>{t.job[job]}</strong>
        {job !== 'inquiry' && pointName !== null && <FixedName name={pointName} />}
        <span>{lead}</span>
      </span>
    </>
  );
  if (state === 'available') {
    return (
      <div class={`job ${job}`}>
        <IntentButton intent={{ type: 'choose-job', job }} look="tile">
          {content}
        </IntentButton>
      </div>
    );
  }
  return (
    <div class={`job ${job} closed`}>
      <div class="tile">
        {content}
        <Note kind="care">{t.jobState[state]}</Note>
      </div>
    </div>
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
          <section class="bulletin" aria-label={t.home.notice}>
            <div>
              <h2>{t.home.notice}</h2>
              <p>
                {campaign.previousEndsOn === null
                  ? t.home.noticeRunning(format.value.day(campaign.endsOn))
                  : t.home.noticeExtended(format.value.day(campaign.endsOn))}
              </p>
              {campaign.rename !== null && (
                <p lang="ja" class="rename">
                  {campaign.rename.from.name} <b aria-hidden="true">→</b> {campaign.rename.to.name}
                </p>
              )}
            </div>
            <IntentButton intent={{ type: 'show-notice' }} look="choice">
              {t.home.noticeOpen}
            </IntentButton>
          </section>
        )}
      </div>
      {(body.receipts === 'paper-out' || body.receipts === 'unavailable') && (
        <Note kind="care">{t.home.noReceipt}</Note>
      )}
    </Page>
  );
}
