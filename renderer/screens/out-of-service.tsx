import { Footer, Scene } from '../parts/page.tsx';
import { SignPicture } from '../parts/pictogram.tsx';
import { text } from '../state.ts';
import type { ScreenProps } from './props.ts';

type Configuration = NonNullable<ScreenProps<'out-of-service'>['body']['configuration']>;

/** For whoever mends the file, in the words of the schema. */
function Fault({ file, line, field, detail }: Configuration) {
  return (
    <dd class="fault" lang="en">
      <code>{file}</code>
      {line !== null && <strong>line {line}</strong>}
      {field !== null && <code>{field}</code>}
      <span>{detail}</span>
    </dd>
  );
}

export function OutOfService({ body }: ScreenProps<'out-of-service'>) {
  const t = text.value;
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
        {body.configuration && <Fault {...body.configuration} />}
      </dl>
    </Scene>
  );
}
