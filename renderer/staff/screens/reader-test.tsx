import type { ReaderTestResult, Rung, TestedCard } from '../../../station/contract/staff-devices.ts';
import { deviceText } from '../devices-text.ts';
import { IntentButton } from '../parts/button.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { statusWord } from '../parts/status.tsx';
import { format } from '../state.ts';
import type { ScreenProps } from './props.ts';

/** How often each rung of a driver's ladder was climbed. */
export function Rungs({ rungs }: { readonly rungs: readonly Rung[] }) {
  const t = deviceText.value;
  return (
    <dl class="rungs">
      {rungs.map(({ rung, count }) => (
        <div key={rung} data-rung={rung}>
          <dt>{t.rung[rung]}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}

function cardWords(card: TestedCard): string[] {
  const t = deviceText.value;
  if (card.kind === 'other-felica') return [t.reader.card[card.kind], t.reader.system(card.systemCode)];
  if (card.kind !== 'transit') return [t.reader.card[card.kind]];
  const { issuer, cardKind, cardTail, balanceYen, records } = card;
  return [
    cardKind ? t.reader.kind[cardKind] : (issuer ?? t.reader.card.transit),
    ...(cardTail ? [t.reader.tail(cardTail)] : []),
    ...(balanceYen === null ? [] : [t.reader.balance(format.value.yen(balanceYen))]),
    ...(records === null ? [] : [t.reader.records(records)]),
  ];
}

function Result({ result }: { readonly result: ReaderTestResult }) {
  const t = deviceText.value;
  return (
    <div class="reader-result" data-card={result.card.kind}>
      <p class="found">{cardWords(result.card).join(' · ')}</p>
      <ol>
        {result.steps.map(({ step, ms, outcome }) => (
          <li key={step} data-step={step} data-outcome={outcome}>
            <span>{t.reader.step[step]}</span>
            <b>{t.reader.outcome[outcome]}</b>
            <span class="ms">
              {outcome === 'no-keys' || outcome === 'not-on-this-card' ? '–' : `${ms.toFixed(1)} ms`}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

export function ReaderTest({ body }: ScreenProps<'reader-test'>) {
  const t = deviceText.value;
  const { phase, result, status, description, rungs } = body;
  const busy = phase === 'ready' ? null : phase === 'trying' ? t.common.trying : t.reader[phase];
  return (
    <Sheet
      title={t.reader.title}
      lead={t.reader.lead}
      footer={
        <>
          <IntentButton intent={{ type: 'try-now', device: 'reader' }}>{t.common.tryNow}</IntentButton>
          <IntentButton intent={{ type: 'test-reader' }} look="main">
            {result === null ? t.reader.begin : t.reader.again}
          </IntentButton>
        </>
      }
    >
      <p class="said" data-status={status}>
        <strong>{statusWord({ name: 'reader', status })}</strong> <span>{description}</span>
      </p>
      {busy !== null && (
        <p class="asking" data-phase={phase} role="status">
          {busy}
        </p>
      )}
      {result !== null && phase === 'ready' && <Result result={result} />}
      {result === null && phase === 'ready' && (
        <>
          <h2>{t.common.since}</h2>
          <Rungs rungs={rungs} />
        </>
      )}
    </Sheet>
  );
}
