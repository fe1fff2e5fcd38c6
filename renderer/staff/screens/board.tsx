import type { BoardLine } from '../../../station/contract/staff-devices.ts';
import { deviceText } from '../devices-text.ts';
import { IntentButton } from '../parts/button.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { Sign, statusWord } from '../parts/status.tsx';
import type { ScreenProps } from './props.ts';

/** Sign, name, state and status; below it what to do, where there is something to do, else what the part says of itself. */
function Line({ line }: { readonly line: BoardLine }) {
  const t = deviceText.value;
  const { what, state, advice, detail } = line;
  return (
    <li class={`line ${state}`} data-line={what.name} data-state={state} data-status={what.status}>
      {state === 'none' ? <i class="sign none">–</i> : <Sign state={state} />}
      <strong>{t.name[what.name]}</strong>
      <span class="word">
        {state !== 'none' && <b>{t.state[state]}</b>} {statusWord(what)}
      </span>
      {advice !== 'nothing' && <span class="todo">{t.advice[advice]}</span>}
      {advice === 'nothing' && <span class="detail">{detail}</span>}
    </li>
  );
}

export function Board({ body }: ScreenProps<'board'>) {
  const t = deviceText.value;
  const { transfers, receipts, recoveries, refused } = body.counters;
  const counters = [
    `${t.board.transfers} ${transfers}`,
    `${t.board.receipts} ${receipts}`,
    `${t.board.recoveries} ${recoveries}`,
    `${t.board.refused} ${refused}`,
  ];
  return (
    <Sheet
      title={t.board.title}
      lead={counters.join(' · ')}
      footer={
        <>
          <IntentButton intent={{ type: 'try-now', device: 'center' }}>{t.board.askCenter}</IntentButton>
          <IntentButton intent={{ type: 'open-tests' }} look="main">
            {t.board.tests}
          </IntentButton>
        </>
      }
    >
      <ul class="board-lines">
        {body.lines.map((line) => (
          <Line key={line.what.name} line={line} />
        ))}
      </ul>
    </Sheet>
  );
}

export function DeviceTests({ body }: ScreenProps<'device-tests'>) {
  const t = deviceText.value;
  return (
    <Sheet title={t.tests.title}>
      <div class="choices">
        {body.tests.map((test) => (
          <IntentButton key={test} intent={{ type: 'open-test', test }} look={test === 'self-test' ? 'main' : 'plain'}>
            {t.tests[test]}
          </IntentButton>
        ))}
      </div>
    </Sheet>
  );
}
