import type { Difference, ShiftReport } from '../../../station/contract/staff-money.ts';
import { IntentButton } from '../parts/button.tsx';
import { Pages } from '../parts/pages.tsx';
import { Sign } from '../parts/status.tsx';
import { format, text } from '../state.ts';
import { Paper } from './decide.tsx';
import type { ScreenProps } from './props.ts';

export function Shift({ body }: ScreenProps<'shift'>) {
  const t = text.value.money.shift;
  const { report, isClosed, problem, printed } = body;
  return (
    <div class="choose shift">
      <h1>{report === null ? text.value.room.money : titleOf(report, isClosed)}</h1>
      {problem !== null && (
        <p class="problem" role="alert">
          <Sign state="care" />
          {t.problem[problem]}
        </p>
      )}
      <Paper printed={printed} />
      {report !== null && <Report report={report} />}
      <footer>
        <IntentButton intent={{ type: 'back' }}>{text.value.common.back}</IntentButton>
        <IntentButton intent={{ type: 'show-last-shift' }}>{t.last}</IntentButton>
        <IntentButton intent={{ type: 'refresh' }}>{t.refresh}</IntentButton>
        <IntentButton intent={{ type: 'close-shift' }} look="main">
          {t.close}
        </IntentButton>
        <IntentButton intent={{ type: 'print' }} look="main">
          {text.value.money.print}
        </IntentButton>
      </footer>
    </div>
  );
}

function titleOf({ number }: ShiftReport, isClosed: boolean): string {
  const t = text.value.money.shift;
  return isClosed ? t.title(format.value.number(number)) : t.soFar(format.value.number(number));
}

function Report({ report }: { readonly report: ShiftReport }) {
  const t = text.value.money.shift;
  const f = format.value;
  const count = (number: number) => t.count(f.number(number));
  const sum = (value: { readonly count: number; readonly points: number }) =>
    `${count(value.count)} ${f.yen(value.points)}`;
  const { firstDay, lastDay, receipts } = report;
  const days = [...new Set([firstDay, lastDay])].flatMap((day) => (day === null ? [] : [f.shortDay(day)]));
  const lines: readonly (readonly [string, string])[] = [
    [t.period, days.length === 0 ? t.nothing : days.join('–')],
    [t.entries, `${f.number(report.from)}–${f.number(report.to)}`],
    [t.registrations, count(report.registrations)],
    [t.charged, sum(report.charged)],
    [t.voided, sum(report.voided)],
    [t.decidedWritten, sum(report.decidedWritten)],
    [t.decidedNotWritten, sum(report.decidedNotWritten)],
    [t.printed, count(receipts.printed)],
    [t.printedUnknown, count(receipts.unknown)],
    [t.notPrinted, count(receipts.notPrinted)],
    [t.unresolved, sum(report.unresolved)],
    [t.wrong, count(report.wrong.count)],
  ];
  return (
    <div class="middle two">
      <dl class="sums">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Ledger ledger={report.ledger} />
    </div>
  );
}

function Ledger({ ledger }: { readonly ledger: ShiftReport['ledger'] }) {
  const t = text.value.money.shift;
  const f = format.value;
  const verdict = {
    agrees: () => t.agrees(f.number(ledger.kind === 'agrees' ? ledger.compared : 0)),
    differs: () => (ledger.kind === 'differs' ? t.differs(f.number(ledger.count), f.number(ledger.compared)) : ''),
    'not-compared': () => t.notCompared,
  }[ledger.kind]();
  return (
    <section class="ledger">
      <h2>
        <Sign state={ledger.kind === 'agrees' ? 'good' : 'care'} />
        <span>
          {t.ledger}
          <small>{verdict}</small>
        </span>
      </h2>
      {ledger.kind === 'differs' && (
        <Pages lines={ledger.lines} perPage={3} className="steps">
          {(line) => <DifferenceLine line={line} />}
        </Pages>
      )}
    </section>
  );
}

function DifferenceLine({ line }: { readonly line: Difference }) {
  const t = text.value.money;
  const f = format.value;
  const side = (state: keyof typeof t.side | null, points: number | null) =>
    `${t.side[state ?? 'null']}${points === null ? '' : ` ${f.yen(points)}`}`;
  return (
    <>
      <span>
        <strong>{line.reference}</strong> {t.difference[line.kind]}
      </span>
      <small>
        {t.shift.station}: {side(line.station, line.stationPoints)} · {t.shift.center}:{' '}
        {side(line.center, line.centerPoints)}
      </small>
    </>
  );
}
