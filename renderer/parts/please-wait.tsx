import { messages } from '../messages/index.ts';
import { SignPicture } from './pictogram.tsx';

/** The station is not there: said quietly and in every language, since nobody knows who stands here. */
export function PleaseWait() {
  return (
    <div class="please-wait" role="status">
      <SignPicture sign="wait" />
      {Object.entries(messages).map(([language, t]) => (
        <p key={language} lang={language}>
          <strong>{t.common.wait}</strong>
          <span>{t.common.waitLead}</span>
        </p>
      ))}
    </div>
  );
}
