/**
 * Imported before main.ts: whoever asks for `electron` gets the stand-in; a preload (`…?world=N`) gets the two modules of its
 * own document.
 */
import { registerHooks } from 'node:module';

const standIn = new URL('stand-in.ts', import.meta.url).href;
const preload = new URL('preload-modules.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron') return next(specifier, context);
    const { search } = new URL(context.parentURL ?? standIn);
    return { url: search.startsWith('?world=') ? `${preload}${search}` : standIn, shortCircuit: true };
  },
});
