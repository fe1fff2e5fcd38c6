import { render } from 'preact';
import { App } from './app.tsx';
import { drawReadings } from './ruby.tsx';
import { startPage } from './state.ts';
import { guardTouches } from './touch-guard.ts';

const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no place for the page');
guardTouches(document);
drawReadings();
startPage();
render(<App />, place);
// The ten keys and the voice: after the page stands, since few need them and nobody should wait for them.
void import('./keys/start.tsx').then(({ startKeys }) => startKeys());
