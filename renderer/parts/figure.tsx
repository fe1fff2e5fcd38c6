import type { ComponentChildren } from 'preact';

/** A number that matters, under its name. Stands in a `<dl>`. */
export function Figure({
  label,
  strong = false,
  children,
}: {
  readonly label: ComponentChildren;
  readonly strong?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={strong ? 'figure strong' : 'figure'}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
