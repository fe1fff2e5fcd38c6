/** Every catalogue at once: for tools and tests in Node. The page loads its own when it is asked for (index.ts). */
import { Language } from '../../station/contract/index.ts';
import { loadMessages, type Messages } from './index.ts';

const loaded = await Promise.all(Language.options.map(async (language) => [language, await loadMessages(language)]));

export const messages = Object.fromEntries(loaded) as Readonly<Record<Language, Messages>>;
