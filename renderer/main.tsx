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
// In a file of its own (fonts.ts), and on the screen of a sum that must not move: read before anybody sees it.
for (const weight of [400, 700]) void document.fonts.load(`${weight} 1rem "BIZ UDPGothic Page"`, '→');
