import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Language } from '../../station/contract/index.ts';
import { languageTag } from '../language-tag.ts';
import { waiting } from '../messages/waiting.ts';
import { SignPicture } from './pictogram.tsx';

/**
 * The station is not there: said quietly and in every language, since nobody knows who stands here. `after` so many ms: a
 * page that has just been loaded gets its first screen at once, and the fonts of six languages would only be in its way.
 */
export function PleaseWait({ after = 0 }: { readonly after?: number }) {
  const isDue = useSignal(after === 0);
  useEffect(() => {
    const timer = setTimeout(() => {
      isDue.value = true;
    }, after);
    return () => clearTimeout(timer);
  }, []);
  if (!isDue.value) return null;
  return (
    <div class="please-wait" role="status">
      <SignPicture sign="wait" />
      <div class="in-every-language">
        {Language.options.map((language) => (
          <p key={language} lang={languageTag(language)}>
            <strong>{waiting[language].title}</strong>
            <span>{waiting[language].lead}</span>
          </p>
        ))}
      </div>
    </div>
  );
}
