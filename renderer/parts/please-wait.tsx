import { Language } from '../../station/contract/index.ts';
import { languageTag } from '../language-tag.ts';
import { waiting } from '../messages/waiting.ts';
import { SignPicture } from './pictogram.tsx';

/** The station is not there: said quietly and in every language, since nobody knows who stands here. */
export function PleaseWait() {
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
