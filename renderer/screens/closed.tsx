import { closedWords, span } from '../messages/closed.ts';
import { Footer, Page } from '../parts/page.tsx';
import { language } from '../state.ts';
import type { ScreenProps } from './props.ts';

/** Outside of the opening hours: quiet, large in the language of the page, and in every other one beneath. */
export function Closed({ body }: ScreenProps<'closed'>) {
  const own = closedWords[language.value];
  const others = Object.entries(closedWords).filter(([name]) => name !== language.value);
  return (
    <Page title={own[0]} footer={<Footer />}>
      <div class="shut">
        <p class="hours">
          <small>{own[1]}</small>
          {span(body)} {body.nextDay && <small>({own[2]})</small>}
        </p>
        <ul>
          {others.map(([name, [title, hours, nextDay]]) => (
            <li key={name} lang={name.replace('easy-', '')}>
              <strong>{title}</strong>
              <span>
                {hours} {span(body)} {body.nextDay && `(${nextDay})`}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Page>
  );
}
