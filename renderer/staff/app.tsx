import { useSignalEffect } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { hasDrawn } from '../drawn.ts';
import { Bar } from './parts/bar.tsx';
import { drawScreen } from './screens/index.tsx';
import { screen } from './state.ts';

/** The frame around every staff screen: the bar says which machine and who, the screen the rest. */
export function App() {
  useSignalEffect(() => {
    document.documentElement.lang = screen.value?.language ?? 'ja';
  });
  const shown = screen.value;
  useLayoutEffect(() => hasDrawn(shown?.revision ?? null));
  // No session: nothing of one is drawn.
  if (shown === null) return <main class="nobody" />;
  return (
    <div class="frame">
      <Bar screen={shown} />
      {/* A new element for a new screen: nothing of the one before (a touched PIN) is left in it. */}
      <main key={`${shown.body.id}${'pad' in shown.body ? shown.body.pad.join('') : ''}`} data-staff={shown.body.id}>
        {drawScreen(shown.body)}
      </main>
    </div>
  );
}
