import { deviceText } from '../devices-text.ts';
import { IntentButton } from '../parts/button.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { Sign } from '../parts/status.tsx';
import { format } from '../state.ts';
import type { ScreenProps } from './props.ts';

const SIGNS = { pass: 'good', fail: 'bad', 'not-run': null } as const;

export function SelfTest({ body }: ScreenProps<'self-test'>) {
  const t = deviceText.value;
  const { phase, running, last, kept, stored, printed } = body;
  const lead =
    last && `${t.selfTest.number(last.number)} · ${format.value.day(last.on)} ${last.time} · ${t.selfTest.kept(kept)}`;
  return (
    <Sheet
      title={t.selfTest.title}
      lead={lead ?? undefined}
      footer={
        <>
          <IntentButton intent={{ type: 'print-self-test' }}>{t.selfTest.print}</IntentButton>
          <IntentButton intent={{ type: 'run-self-test' }} look="main">
            {last ? t.selfTest.again : t.selfTest.run}
          </IntentButton>
        </>
      }
    >
      {phase === 'running' && (
        <p class="asking" role="status">
          {running === null ? t.common.wait : t.selfTest.running(t.name[running])}
        </p>
      )}
      {phase === 'printing' && <p class="asking">{t.printer.printing}</p>}
      {phase === 'ready' && printed !== null && (
        <p class={`asking ${printed}`} data-print={printed}>
          {t.printer.end[printed]}
        </p>
      )}
      {!stored && <p class="asking unknown">{t.selfTest.notStored}</p>}
      {last === null && phase === 'ready' && <p>{t.selfTest.never}</p>}
      {last !== null && phase !== 'running' && (
        <ol class="self-test" data-number={last.number}>
          {last.steps.map(({ number, name, result, ms, detail }) => (
            <li key={number} data-name={name} data-result={result}>
              {SIGNS[result] === null ? <i class="sign none">–</i> : <Sign state={SIGNS[result]} />}
              <b>{number}</b>
              <strong>{t.name[name]}</strong>
              <span>{t.selfTest.result[result]}</span>
              <span class="detail">{detail}</span>
              <span class="ms">{ms} ms</span>
            </li>
          ))}
        </ol>
      )}
    </Sheet>
  );
}
