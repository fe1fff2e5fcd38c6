import { useLayoutEffect } from 'preact/hooks';
import { FRESH_MODES } from '../station/contract/index.ts';
import { delays } from './delays.ts';
import { hasDrawn } from './drawn.ts';
import { languageTag } from './language-tag.ts';
import { MoreTime } from './parts/countdown.tsx';
import { Header } from './parts/header.tsx';
import { Line } from './parts/line.tsx';
import { PleaseWait } from './parts/please-wait.tsx';
import { drawScreen } from './screens/index.tsx';
import { accepts, connected, language, screen } from './state.ts';
import { asksForTime } from './time-question.ts';

/** The frame around every screen: who speaks (header), where in the job (line), the screen, and what may lie over it. */
export function App() {
  const shown = screen.value;
  const spoken = language.value;
  // With the words, before they are painted: a frame in the letters and sizes of another language would move under the finger.
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = languageTag(spoken);
    root.dataset.language = spoken;
    root.dataset.profile = shown?.profile ?? 'navy';
    // Staff's screens take no modes: what the passenger before has left does not reach them.
    const { contrast, largeText, low } = accepts('set-modes') && shown !== null ? shown.modes : FRESH_MODES;
    root.toggleAttribute('data-contrast', contrast);
    root.toggleAttribute('data-large', largeText);
    root.toggleAttribute('data-low', low);
    root.style.setProperty('--brightness', `${shown?.brightness ?? 100}`);
  }, [shown, spoken]);
  const away = !connected.value;
  useLayoutEffect(() => hasDrawn(away ? null : (shown?.revision ?? null)));
  if (shown === null) return <PleaseWait after={delays.firstScreen} />;
  return (
    <>
      <div class="frame" inert={away}>
        <Header screen={shown} />
        <Line body={shown.body} />
        {/* A new element for a new screen: nothing of the one before (a typed amount, an open page) is left in it. */}
        <main
          key={shown.body.id === 'trouble' ? shown.body.trouble.kind : shown.body.id}
          data-screen={shown.body.id}
          data-trouble={shown.body.id === 'trouble' ? shown.body.trouble.kind : undefined}
        >
          {drawScreen(shown.body)}
        </main>
        {shown.timeLimit !== null && asksForTime(shown) && !shown.modes.voice && !away && (
          <MoreTime limit={shown.timeLimit} />
        )}
      </div>
      {away && <PleaseWait />}
    </>
  );
}
