import type { Language } from '../../station/contract/index.ts';
import { clockTime, closedWords, hoursIn } from '../messages/closed.ts';
import { Footer, Page } from '../parts/page.tsx';
import type { ScreenProps } from './props.ts';

/** Japanese is the heading. */
const BESIDE: readonly Language[] = ['easy-ja', 'en', 'zh-Hans', 'zh-Hant', 'ko'];

/** Outside of the opening hours: quiet, and in every language at once. */
export function Closed({ body }: ScreenProps<'closed'>) {
  return (
    <Page title={closedWords.ja.title} footer={<Footer />}>
      <div class="closed">
        <p class="hours">
          {clockTime(body.opens)} – {clockTime(body.closes)}
        </p>
        <p class="lead" lang="ja">
          {hoursIn('ja', body)}
        </p>
        <ul>
          {BESIDE.map((language) => (
            <li key={language} lang={language === 'easy-ja' ? 'ja' : language}>
              <strong>{closedWords[language].title}</strong>
              <span>{hoursIn(language, body)}</span>
            </li>
          ))}
        </ul>
      </div>
    </Page>
  );
}
