import { closedWords, span } from '../messages/closed.ts';
import { Footer, Page } from '../parts/page.tsx';
import { language } from '../state.ts';
import type { ScreenProps } from './props.ts';

/** Outside of the opening hours: quiet, and in every language at once. */
export function Closed({ body }: ScreenProps<'closed'>) {
  return (
    <Page title={closedWords[language.value][0]} footer={<Footer />}>
      <div class="closed">
        <p class="hours">{span(body)}</p>
        <ul>
          {Object.entries(closedWords).map(([language, [title, hours, nextDay]]) => (
            <li key={language} lang={language.replace('easy-', '')}>
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
