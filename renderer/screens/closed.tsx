import { closedWords, span } from '../messages/closed.ts';
import { Footer, Page } from '../parts/page.tsx';
import type { ScreenProps } from './props.ts';

/** Outside of the opening hours: quiet, large in Japanese, and in every other language beneath. */
export function Closed({ body }: ScreenProps<'closed'>) {
  const { ja, ...others } = closedWords;
  const [title, hours, nextDay] = ja;
  return (
    <Page title={<span lang="ja">{title}</span>} footer={<Footer />}>
      <div class="shut">
        <p class="hours" lang="ja">
          <small>{hours}</small> {span(body)} {body.nextDay && <small>（{nextDay}）</small>}
        </p>
        <ul>
          {Object.entries(others).map(([language, [title, hours, nextDay]]) => (
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
