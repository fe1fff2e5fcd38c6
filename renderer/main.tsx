import { render } from 'preact';
import { App } from './app.tsx';
import { loadKeysWhenNeeded } from './keys/load.ts';
import { drawReadings } from './ruby.tsx';
import { startPage } from './state.ts';
import { guardTouches } from './touch-guard.ts';

// Japanese, Latin and the arrow are files of their own (fonts.ts), and on nearly every screen: asked for now and not when the
// first of them is laid out, and there before anybody sees a sum that must not move.
for (const weight of [400, 700]) void document.fonts.load(`${weight} 1rem "BIZ UDPGothic Page"`, 'あA→');

const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no place for the page');
guardTouches(document);
drawReadings();
startPage();
render(<App />, place);
loadKeysWhenNeeded();
