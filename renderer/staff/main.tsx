import { render } from 'preact';
import { guardTouches } from '../touch-guard.ts';
import { App } from './app.tsx';
import { startPage } from './state.ts';

const place = document.getElementById('page');
if (place === null) throw new Error('staff.html has no place for the page');
guardTouches(document);
startPage();
render(<App />, place);
