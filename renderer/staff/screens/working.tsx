import { format, text } from '../state.ts';
import type { ScreenProps } from './props.ts';

export function WorkingScreen({ body }: ScreenProps<'working'>) {
  const t = text.value.money;
  const f = format.value;
  return (
    <div class="tell" aria-busy="true" role="status">
      <h1>{t.working[body.what]}</h1>
      {body.total !== null && body.done !== null && (
        <>
          <progress max={body.total} value={body.done} />
          <p>{t.progress(f.number(body.done), f.number(body.total))}</p>
        </>
      )}
    </div>
  );
}
