/** A number per lineage and generation that is said beside the metrics. */
export interface ReportEntry {
  /** As records have it, e.g. "watermark.real-kept". */
  readonly name: string;
  /** As people read it. */
  readonly title: string;
  readonly summary: string;
  /** "" for a pure number. */
  readonly unit: string;
}

interface Reporter {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly reports?: Readonly<Record<string, { readonly title: string; readonly unit: string }>>;
}

/** All that interventions report, in their order; a second one of the same name is "name-2". */
export function reportsOf(interventions: readonly Reporter[]): ReportEntry[] {
  const seen = new Map<string, number>();
  return interventions.flatMap(({ name, title: of, summary, reports = {} }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const called = count === 1 ? name : `${name}-${count}`;
    return Object.entries(reports).map(([quantity, { title, unit }]) => ({
      name: `${called}.${quantity}`,
      title: `${of}: ${title}`,
      summary,
      unit,
    }));
  });
}
