import type { PointName } from '../../station/contract/index.ts';
import { screen } from '../state.ts';

/** A name fixed by the notice: never translated, with what it means beneath it for those who do not read Japanese. */
export function FixedName({ name }: { readonly name: PointName }) {
  const language = screen.value?.language ?? 'ja';
  const gloss = language === 'ja' ? undefined : name.gloss[language];
  return (
    <span class="fixed-name">
      <span lang="ja">{name.name}</span>
      {gloss !== undefined && <span class="gloss">{gloss}</span>}
    </span>
  );
}
