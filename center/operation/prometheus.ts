/**
 * The text that Prometheus reads (exposition format 0.0.4). Own lines in place of `prom-client`: three kinds of numbers are
 * all there is, and that package brings 2 MB of OpenTelemetry along.
 */
type Labels = Readonly<Record<string, string>>;

/** One number of a metric. */
export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

export type MetricKind = 'counter' | 'gauge' | 'histogram';

/** `name`, as all of them: `wester_center_…`, with its unit at its end. */
export function metric(name: string, kind: MetricKind, help: string, samples: readonly Sample[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...samples.map((sample) => line(name, sample)), ''].join(
    '\n',
  );
}

function line(name: string, { labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** Counts by labels. Memory: one number for each combination, so labels come from closed lists only. */
export class Counter {
  readonly #counts = new Map<string, { labels: Labels; value: number }>();

  add(labels: Labels): void {
    const key = JSON.stringify(labels);
    const count = this.#counts.get(key) ?? { labels, value: 0 };
    count.value += 1;
    this.#counts.set(key, count);
  }

  samples(): Sample[] {
    return [...this.#counts.values()];
  }
}

/** How long things took, in seconds: how many of them at most so long. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, { labels: Labels; counts: number[]; sum: number; count: number }>();

  /** `bounds`: rising. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
  }

  observe(labels: Labels, value: number): void {
    const key = JSON.stringify(labels);
    const series = this.#series.get(key) ?? { labels, counts: this.#bounds.map(() => 0), sum: 0, count: 0 };
    for (const [index, bound] of this.#bounds.entries())
      if (value <= bound) series.counts[index] = (series.counts[index] ?? 0) + 1;
    series.sum += value;
    series.count += 1;
    this.#series.set(key, series);
  }

  text(name: string, help: string): string {
    const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`];
    for (const { labels, counts, sum, count } of this.#series.values()) {
      for (const [index, bound] of this.#bounds.entries()) {
        lines.push(line(`${name}_bucket`, { labels: { ...labels, le: String(bound) }, value: counts[index] ?? 0 }));
      }
      lines.push(line(`${name}_bucket`, { labels: { ...labels, le: '+Inf' }, value: count }));
      lines.push(line(`${name}_sum`, { labels, value: sum }), line(`${name}_count`, { labels, value: count }));
    }
    return `${lines.join('\n')}\n`;
  }
}
