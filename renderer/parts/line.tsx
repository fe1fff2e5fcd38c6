import type { ScreenBody } from '../../station/contract/index.ts';
import { text } from '../state.ts';

type LineJob = 'registration' | 'point-charge';

/** Which stop of which job's line a screen is; null where no line is drawn. */
function stopOf(body: ScreenBody): { job: LineJob; at: number } | null {
  switch (body.id) {
    case 'lay-card':
    case 'reading-card':
      // To look at a card is one step: that is no line.
      return body.job === 'inquiry' ? null : { job: body.job, at: 0 };
    case 'terms':
    case 'registering':
      return { job: 'registration', at: 1 };
    case 'registered':
      return { job: 'registration', at: 2 };
    case 'choose-amount':
      return { job: 'point-charge', at: 1 };
    case 'confirm-charge':
      return { job: 'point-charge', at: 2 };
    case 'charging':
    case 'lay-same-card':
      return { job: 'point-charge', at: 3 };
    case 'charged':
      return body.earlier ? null : { job: 'point-charge', at: 4 };
    default:
      return null;
  }
}

/** Where in the job the passenger is: a railway line with its stops. */
export function Line({ body }: { readonly body: ScreenBody }) {
  const stop = stopOf(body);
  if (stop === null) return null;
  const t = text.value;
  const names = t.stops[stop.job];
  const here = names[stop.at] ?? '';
  return (
    <section class="line" aria-label={t.stops.label(stop.at + 1, names.length, here)}>
      <ol>
        {names.map((name, index) => (
          <li
            key={name}
            class={index < stop.at ? 'stop passed' : index === stop.at ? 'stop here' : 'stop'}
            aria-current={index === stop.at ? 'step' : undefined}
          >
            <i />
            <b>{name}</b>
          </li>
        ))}
      </ol>
    </section>
  );
}
