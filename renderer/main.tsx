import { render } from 'preact';
import { App } from './app.tsx';
import { loadKeysWhenNeeded } from './keys/load.ts';
import { drawReadings } from './ruby.tsx';
import { startPage } from './state.ts';
import { guardTouches } from './touch-guard.ts';

const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no place for the page');
guardTouches(document);
drawReadings();
startPage();
render(<App />, place);
loadKeysWhenNeeded();
