import type { Language, ScreenBody } from '../../station/contract/index.ts';
import { processName, terminalName } from '../messages/history.ts';
import { format, language, text } from '../state.ts';
import { Pager } from './pager.tsx';

type HistoryLine = Extract<ScreenBody, { id: 'inquiry' }>['history'][number];

/** Rows of a page: as many as fit the smallest screen. */
const ROWS = 5;

/** What the card itself remembers: at most 20 entries, newest first. */
export function CardHistory({ lines }: { readonly lines: readonly HistoryLine[] }) {
  const t = text.value;
  if (lines.length === 0) return <p>{t.inquiry.noHistory}</p>;
  return (
    <Pager items={lines} rows={ROWS}>
      {(rows) => (
        <table>
          <thead>
            <tr>
              <th scope="col">{t.history.day}</th>
              <th scope="col">{t.history.process}</th>
              <th scope="col">{t.history.place}</th>
              <th scope="col" class="number">
                {t.history.change}
              </th>
              <th scope="col" class="number">
                {t.history.balance}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((line, index) => (
              <Row key={index} line={line} />
            ))}
          </tbody>
        </table>
      )}
    </Pager>
  );
}

/** Names of stations are known in two ways of writing. Who reads the characters finds them on the signs of the station. */
const namesIn = (language: Language): 'ja' | 'en' => (language === 'en' || language === 'ko' ? 'en' : 'ja');

function Row({ line }: { readonly line: HistoryLine }) {
  const t = text.value;
  const f = format.value;
  const names = namesIn(language.value);
  const journey = [line.entry, line.exit].flatMap((station) => station?.[names] ?? []).join(' → ');
  return (
    <tr>
      <td>{line.on === null ? t.history.noDay : f.shortDay(line.on)}</td>
      <td>{processName(t.history, line.process)}</td>
      {journey === '' ? <td>{terminalName(t.history, line.terminal)}</td> : <td lang={names}>{journey}</td>}
      <td class="number">{line.deltaYen === null ? '–' : f.yenChange(line.deltaYen)}</td>
      <td class="number">{f.yen(line.balanceYen)}</td>
    </tr>
  );
}
