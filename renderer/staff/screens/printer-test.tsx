import type { PaperRoll } from '../../../station/contract/staff-devices.ts';
import { deviceText } from '../devices-text.ts';
import { IntentButton } from '../parts/button.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { Sign, statusWord } from '../parts/status.tsx';
import { format } from '../state.ts';
import type { ScreenProps } from './props.ts';
import { Rungs } from './reader-test.tsx';

function Roll({ roll }: { readonly roll: PaperRoll | null }) {
  const t = deviceText.value;
  if (roll === null) return <p class="roll">{t.printer.rollUnknown}</p>;
  const metres = (roll.millimetres / 1_000).toFixed(1);
  return (
    <p class="roll" data-receipts={roll.receipts} data-millimetres={roll.millimetres}>
      {t.printer.roll(roll.receipts, metres)}
      {roll.since !== null && <span> ({t.printer.rollSince(format.value.day(roll.since))})</span>}
    </p>
  );
}

export function PrinterTest({ body }: ScreenProps<'printer-test'>) {
  const t = deviceText.value;
  const { status, description, sensors, roll, phase, last, rungs } = body;
  return (
    <Sheet
      title={t.printer.title}
      footer={
        <>
          <IntentButton intent={{ type: 'try-now', device: 'printer' }}>{t.common.tryNow}</IntentButton>
          <IntentButton intent={{ type: 'change-paper' }}>{t.printer.change}</IntentButton>
          <IntentButton intent={{ type: 'print-test-page' }} look="main">
            {t.printer.testPage}
          </IntentButton>
        </>
      }
    >
      <p class="said" data-status={status}>
        <strong>{statusWord({ name: 'printer', status })}</strong> <span>{description}</span>
      </p>
      <p class="said">
        <strong>{t.printer.sensors}</strong>{' '}
        <span>
          {sensors === null
            ? t.printer.silent
            : sensors.map((sensor) => t.printer.sensor[sensor]).join(' · ') || t.printer.allClear}
        </span>
      </p>
      <Roll roll={roll} />
      {phase !== 'ready' && (
        <p class="asking" role="status">
          {phase === 'trying' ? t.common.trying : t.printer.printing}
        </p>
      )}
      {phase === 'ready' && last !== null && (
        <p class={`asking ${last}`} data-print={last}>
          {t.printer.end[last]}
        </p>
      )}
      {phase === 'ready' && (
        <>
          <h2>{t.common.since}</h2>
          <Rungs rungs={rungs} />
        </>
      )}
    </Sheet>
  );
}

const STEPS = ['open-cover', 'put-paper', 'print', 'done'] as const;

export function PaperChange({ body }: ScreenProps<'paper-change'>) {
  const t = deviceText.value;
  const { step, status, roll, last } = body;
  const hasFailed = step === 'print' && last !== null && last !== 'printed';
  const words = hasFailed ? t.paper.failed : t.paper[step];
  return (
    <Sheet
      title={t.paper.title}
      lead={t.paper.step(STEPS.indexOf(step) + 1, STEPS.length)}
      footer={
        <>
          <IntentButton intent={{ type: 'print-test-page' }} look="main">
            {t.paper.again}
          </IntentButton>
          <IntentButton intent={{ type: 'confirm' }} look="main">
            {t.paper.finish}
          </IntentButton>
        </>
      }
    >
      <div class="guide" data-step={step} role="status">
        <Sign state={hasFailed ? 'bad' : step === 'done' ? 'good' : 'care'} />
        <p class="what">{words.title}</p>
        <p>{words.lead}</p>
        {step === 'open-cover' && status === 'paper-out' && <p>{t.paper.noPaper}</p>}
        {hasFailed && last !== null && <p>{t.printer.end[last]}</p>}
        <p class="said">
          <strong>{t.common.answered}</strong> <span>{statusWord({ name: 'printer', status })}</span>
        </p>
        {step === 'open-cover' && <Roll roll={roll} />}
      </div>
    </Sheet>
  );
}
