import { Footer, Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function OutOfService({ body }: ScreenProps<'out-of-service'>) {
  const t = text.value;
  // For whoever mends the file, in the words of the schema.
  const wrong = body.configuration;
  return (
    <Scene
      picture={<SignPicture sign="stop" />}
      title={t.outOfService.title}
      lead={t.outOfService.lead}
      footer={<Footer />}
    >
      <dl class="for-staff">
        <dt>{t.outOfService.reason}</dt>
        <dd>{t.outOfService[body.reason]}</dd>
        {wrong && (
          <dd class="fault" lang="en">
            {wrong.file}
            <strong>{wrong.line && `line ${wrong.line}`}</strong>
            <span>
              {wrong.field} {wrong.detail}
            </span>
          </dd>
        )}
      </dl>
    </Scene>
  );
}
