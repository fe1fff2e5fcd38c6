import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { screen, text } from '../state.ts';

interface PagerProps<Item> {
  readonly items: readonly Item[];
  /**
   * How many fit on one page of a landscape screen: a public screen does not scroll. Two fifths more fit a portrait one,
   * a third less in large letters.
   */
  readonly rows: number;
  readonly children: (rows: readonly Item[]) => JSX.Element;
}

/** A long list, page by page, newest first. */
export function Pager<Item>({ items, rows: ofLandscape, children }: PagerProps<Item>) {
  const tall = matchMedia('(orientation: portrait)').matches ? 1.4 : 1;
  const large = screen.value?.modes.largeText === true ? 0.67 : 1;
  const rows = Math.floor(tall * large * ofLandscape);
  const t = text.value;
  const from = useSignal(0);
  const to = Math.min(from.value + rows, items.length);
  return (
    <div class="pager">
      <div class="rows">{children(items.slice(from.value, to))}</div>
      {items.length > rows && (
        <div class="turn">
          <button
            type="button"
            class="button choice"
            disabled={from.value === 0}
            onClick={() => {
              from.value = Math.max(0, from.value - rows);
            }}
          >
            {t.inquiry.newer}
          </button>
          <p role="status">{t.inquiry.page(from.value + 1, to, items.length)}</p>
          <button
            type="button"
            class="button choice"
            disabled={to === items.length}
            onClick={() => {
              from.value += rows;
            }}
          >
            {t.inquiry.older}
          </button>
        </div>
      )}
    </div>
  );
}
