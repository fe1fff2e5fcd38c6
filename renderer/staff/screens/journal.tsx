/** The journal: search, chain, export. */
import { IntentButton } from '../parts/button.tsx';
import { Pages } from '../parts/pages.tsx';
import { Sign } from '../parts/status.tsx';
import { format, text } from '../state.ts';
import { CaseFacts, StoryList } from './cases.tsx';
import type { ScreenProps } from './props.ts';

export function Journal({ body }: ScreenProps<'journal'>) {
  const t = text.value.money.journal;
  const f = format.value;
  const { chain, fingerprint } = body;
  return (
    <div class="choose">
      <h1>
        {t.title} <small>{t.entries(f.number(body.entries))}</small>
      </h1>
      <div class="signing">
        {fingerprint === null ? <p class="problem">{t.noKey}</p> : <p>{t.key(fingerprint)}</p>}
        {body.rig && <p>{t.rig}</p>}
      </div>
      <div class="middle">
        <div class="choices">
          <IntentButton intent={{ type: 'choose-search', by: 'reference' }}>{t.by.reference}</IntentButton>
          <IntentButton intent={{ type: 'choose-search', by: 'card-tail' }}>{t.by['card-tail']}</IntentButton>
          <IntentButton intent={{ type: 'choose-search', by: 'day' }}>{t.by.day}</IntentButton>
          <IntentButton intent={{ type: 'choose-search', by: 'staff-log' }}>{t.by['staff-log']}</IntentButton>
          <IntentButton intent={{ type: 'check-chain' }}>{t.check}</IntentButton>
          <IntentButton intent={{ type: 'choose-medium' }}>{t.export}</IntentButton>
        </div>
        {chain !== null && (
          <p class="told" role="status" data-chain={chain.kind}>
            <Sign state={chain.kind === 'whole' ? 'good' : 'bad'} />
            {chain.kind === 'whole'
              ? t.whole(f.number(chain.from), f.number(chain.to))
              : t.broken(f.number(chain.entry))}
          </p>
        )}
      </div>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
      </footer>
    </div>
  );
}

export function Hits({ body }: ScreenProps<'hits'>) {
  const t = text.value.money;
  const f = format.value;
  return (
    <div class="choose">
      <h1>{body.count === 0 ? t.hits.none : t.hits.title(f.number(body.count))}</h1>
      {!body.complete && <p>{t.hits.incomplete}</p>}
      {body.timeless > 0 && <p>{t.hits.timeless(f.number(body.timeless))}</p>}
      <div class="middle">
        <Pages lines={body.hits} perPage={4} className="rows">
          {({ on, time, cardTail, what }, at) => (
            <IntentButton intent={{ type: 'open-hit', at }}>
              <span class="line">
                <strong>{what.kind === 'transfer' ? what.reference : t.hits.registration}</strong>
                <span>{stateOf(what)}</span>
                <span>{t.cases.card(cardTail)}</span>
                <span>
                  {f.shortDay(on)} {time ?? ''}
                </span>
                <span class="amount">{what.kind === 'transfer' ? f.yen(what.points) : ''}</span>
              </span>
            </IntentButton>
          )}
        </Pages>
      </div>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
      </footer>
    </div>
  );
}

export function StaffLog({ body }: ScreenProps<'staff-log'>) {
  const t = text.value.money;
  const f = format.value;
  return (
    <div class="choose">
      <h1>
        {body.on === null ? t.staffLog.newest : t.staffLog.title(f.shortDay(body.on))}{' '}
        <small>{t.journal.entries(f.number(body.count))}</small>
      </h1>
      {body.timeless > 0 && <p>{t.staffLog.timeless(f.number(body.timeless))}</p>}
      <div class="middle">
        <Pages lines={body.lines} perPage={5} className="log">
          {({ on, time, who, what, detail }) => (
            <>
              <span>
                {body.on === null && on !== null && f.monthDay(on)} {time ?? '–'}
              </span>
              <span>{who ?? '–'}</span>
              <strong>{t.staffLog.what[what]}</strong>
              {detail !== '' && <small>{detail}</small>}
            </>
          )}
        </Pages>
      </div>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
      </footer>
    </div>
  );
}

type What = ScreenProps<'hit'>['body']['hit']['what'];

function stateOf(what: What): string {
  const t = text.value.money;
  if (what.kind === 'transfer') return t.state[what.state];
  return t.hits.registrationIs[what.state];
}

export function HitScreen({ body }: ScreenProps<'hit'>) {
  const t = text.value.money;
  const { on, time, cardTail, what } = body.hit;
  return (
    <div class="choose case">
      <h1>
        {what.kind === 'transfer' ? what.reference : t.hits.registration} <small>{stateOf(what)}</small>
      </h1>
      <CaseFacts case={{ on, time, cardTail, points: what.kind === 'transfer' ? what.points : null }} />
      {what.kind === 'transfer' ? <StoryList story={body.story} /> : <div />}
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
      </footer>
    </div>
  );
}

export function ChooseMedium({ body }: ScreenProps<'choose-medium'>) {
  const t = text.value.money;
  return (
    <div class="choose">
      <h1>{t.media.title}</h1>
      <p>{body.media.length === 0 ? t.media.none : ''}</p>
      <div class="rows">
        {body.media.map((label, at) => (
          <IntentButton key={label} intent={{ type: 'export-to', at }}>
            {label}
          </IntentButton>
        ))}
      </div>
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
        <IntentButton intent={{ type: 'refresh' }} look={body.media.length === 0 ? 'main' : 'plain'}>
          {t.cases.refresh}
        </IntentButton>
      </footer>
    </div>
  );
}

export function ExportDone({ body }: ScreenProps<'exported'>) {
  const t = text.value.money;
  const f = format.value;
  return (
    <div class="tell">
      <Sign state={body.leftOut.length > 0 ? 'care' : 'good'} />
      <h1>{t.exported.title}</h1>
      <p class="file">{body.file}</p>
      <p>{t.exported.what(f.number(body.entries), megabytes(body.bytes))}</p>
      <p>{body.fromMedium ? t.exported.verified : t.exported.fromMemory}</p>
      {body.leftOut.length > 0 && (
        <p class="problem">{t.exported.leftOut(body.leftOut[0] ?? '', body.leftOut.length - 1)}</p>
      )}
      <p>{t.journal.key(body.fingerprint)}</p>
      <footer>
        <IntentButton intent={{ type: 'confirm' }} look="main">
          {t.exported.done}
        </IntentButton>
      </footer>
    </div>
  );
}

export function ExportFailed({ body }: ScreenProps<'export-failed'>) {
  const t = text.value.money.exported;
  return (
    <div class="tell">
      <Sign state="bad" />
      <h1>{t.failed}</h1>
      <p>{body.why === 'full' ? t.why.full(megabytes(body.neededBytes ?? 0)) : t.why[body.why]}</p>
      <footer>
        <IntentButton intent={{ type: 'confirm' }}>{t.done}</IntentButton>
        <IntentButton intent={{ type: 'back' }} look="main">
          {t.again}
        </IntentButton>
      </footer>
    </div>
  );
}

/** Decimal megabytes, one at least: the size that is printed on a medium. */
function megabytes(bytes: number): string {
  return `${format.value.number(Math.max(1, Math.ceil(bytes / 1_000_000)))} MB`;
}
