import { Yen } from '../parts/amount.tsx';
import { Note } from '../parts/note.tsx';
import { Footer, Page } from '../parts/page.tsx';
import { Pager } from '../parts/pager.tsx';
import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

const ROWS = 4;

/** For station staff: what works, and what has not been resolved. */
export function Maintenance({ body }: ScreenProps<'maintenance'>) {
  const t = text.value;
  return (
    <Page
      title={t.maintenance.title}
      lead={t.maintenance[body.role]}
      footer={<Footer nextLabel={t.maintenance.done} />}
    >
      <div class="maintenance">
        <section>
          <h2>{t.maintenance.devices}</h2>
          <ul class="devices">
            {body.devices.map((device) => (
              <li key={device.name}>
                <Note kind={device.good ? 'good' : 'care'}>
                  <strong>{t.maintenance[device.name]}</strong>
                  {device.good ? t.maintenance.good : t.maintenance.bad} <span lang="en">({device.status})</span>
                  {device.recoveries > 0 && (
                    <span class="recoveries">{t.maintenance.recoveries(device.recoveries)}</span>
                  )}
                </Note>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h2>{t.maintenance.unresolved}</h2>
          {body.unresolved.length === 0 ? (
            <p>{t.maintenance.none}</p>
          ) : (
            <Pager items={body.unresolved} rows={ROWS}>
              {(rows) => (
                <ul class="postings">
                  {rows.map((row) => (
                    <li key={row.reference}>
                      <span>{format.value.shortDay(row.on)}</span>
                      <strong>{row.reference}</strong>
                      <Yen value={row.charge} />
                    </li>
                  ))}
                </ul>
              )}
            </Pager>
          )}
        </section>
      </div>
    </Page>
  );
}
