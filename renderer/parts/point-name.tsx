import type { PointName } from '../../station/contract/index.ts';
import { glossOf } from '../gloss.ts';
import { languageTag } from '../language-tag.ts';
import { language } from '../state.ts';

/** A name fixed by the notice: never translated, with what it means beneath it for those who do not read Japanese. */
export function FixedName({ name }: { readonly name: PointName }) {
  const spoken = language.value;
  const gloss = glossOf(name, spoken);
  return (
    <span class="fixed-name">
      <span lang="ja">{name.name}</span>
      {gloss !== null && (
        <span class="gloss" lang={languageTag(spoken)}>
          {whole(gloss)}
        </span>
      )}
    </span>
  );
}

/** What stands in brackets is not broken: "WESTER Points (for" is no line. */
function whole(gloss: string): string {
  return gloss.replace(/\(.*\)/, (aside) => aside.replaceAll(' ', '\u00a0'));
}
