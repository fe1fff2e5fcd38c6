import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { text } from '../state.ts';

/** A list in pages: nothing scrolls under a glove. `of` draws one line; `index` is its place in the whole list. */
export function Pages<Line>({
  lines,
  perPage,
  children,
  className,
}: {
  readonly lines: readonly Line[];
  readonly perPage: number;
  readonly children: (line: Line, index: number) => ComponentChildren;
  readonly className: string;
}) {
  const t = text.value.money.cases;
  const [page, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(lines.length / perPage));
  const first = page * perPage;
  return (
    <div class="pages">
      <ul class={className}>
        {lines.slice(first, first + perPage).map((line, offset) => (
          <li key={first + offset}>{children(line, first + offset)}</li>
        ))}
      </ul>
      {pages > 1 && (
        <p class="pager">
          <button type="button" class="button plain" disabled={page === 0} onClick={() => setPage(page - 1)}>
            {t.previous}
          </button>
          <span>{t.page(page + 1, pages)}</span>
          <button type="button" class="button plain" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>
            {t.next}
          </button>
        </p>
      )}
    </div>
  );
}
