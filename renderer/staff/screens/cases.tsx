/** Unresolved transfers: the list, and one of them step by step. */
import type { Case, StoryStep } from '../../../station/contract/staff-money.ts';
import { IntentButton } from '../parts/button.tsx';
import { Pages } from '../parts/pages.tsx';
import { Sign } from '../parts/status.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';
import { stepInWords } from './story-words.ts';

export function Cases({ body }: ScreenProps<'cases'>) {
  const t = text.value.money;
  const f = format.value;
  const more = body.count - body.cases.length;
  return (
    <div class="choose">
      <h1>{body.count === 0 ? t.cases.none : t.cases.title(f.number(body.count))}</h1>
      {!body.centerAsked && (
        <p class="problem">
          <Sign state="care" />
          {t.cases.centerSilent}
        </p>
      )}
      <div class="middle">
        <Pages lines={body.cases} perPage={4} className="rows">
          {(each, at) => (
            <IntentButton intent={{ type: 'open-case', at }}>
              <CaseLine case={each} />
            </IntentButton>
          )}
        </Pages>
        {more > 0 && <p>{t.cases.more(f.number(more))}</p>}
      </div>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
        <IntentButton intent={{ type: 'refresh' }}>{t.cases.refresh}</IntentButton>
      </footer>
    </div>
  );
}

function CaseLine({ case: { kind, reference, cardTail, points, on } }: { readonly case: Case }) {
  const t = text.value.money;
  const f = format.value;
  return (
    <span class="line">
      <strong>{reference}</strong>
      <span>{t.kind[kind]}</span>
      <span>{t.cases.card(cardTail)}</span>
      <span>{on === null ? '' : f.shortDay(on)}</span>
      <span class="amount">{points === null ? '' : f.yen(points)}</span>
    </span>
  );
}

export function CaseScreen({ body }: ScreenProps<'case'>) {
  const t = text.value.money;
  const { kind, reference } = body.case;
  return (
    <div class="choose case">
      <h1>
        {reference} <small>{t.kind[kind]}</small>
      </h1>
      <div class="facts">
        <CaseFacts case={body.case} />
        <p>{t.kindMeans[kind]}</p>
      </div>
      <StoryList story={body.story} />
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
        <IntentButton intent={{ type: 'decide' }}>{t.case.decide}</IntentButton>
        <IntentButton intent={{ type: 'resolve-with-card' }} look={kind === 'contradicted' ? 'plain' : 'main'}>
          {t.case.resolve}
        </IntentButton>
        <IntentButton intent={{ type: 'hand-over' }} look={kind === 'discrepancy' ? 'main' : 'plain'}>
          {t.case.handOver}
        </IntentButton>
        <IntentButton intent={{ type: 'tell-again' }} look="main">
          {t.case.tellAgain}
        </IntentButton>
      </footer>
    </div>
  );
}

type Facts = Omit<Case, 'kind' | 'reference'> & { readonly time?: string | null };

export function CaseFacts({ case: { cardTail, points, on, time } }: { readonly case: Facts }) {
  const t = text.value.money;
  const f = format.value;
  return (
    <p class="line">
      <span>{t.cases.card(cardTail)}</span>
      {on !== null && (
        <span>
          {f.shortDay(on)} {time ?? ''}
        </span>
      )}
      {points !== null && <strong>{f.yen(points)}</strong>}
    </p>
  );
}

export function StoryList({ story }: { readonly story: readonly StoryStep[] }) {
  const t = text.value.money;
  const f = format.value;
  return (
    <section class="story">
      <h2>{story.length === 0 ? t.case.noSteps : t.case.steps}</h2>
      <Pages lines={story} perPage={4} className="steps">
        {({ entry, afterMs, what }) => (
          <>
            <small>
              {t.case.entry(f.number(entry))}
              {afterMs !== null && afterMs > 0 && ` · ${t.case.after((afterMs / 1_000).toFixed(1))}`}
            </small>
            <span>{stepInWords(what)}</span>
          </>
        )}
      </Pages>
    </section>
  );
}
