import type { AdapterInfo } from "../compute/backend.ts";
import type { GraphSupport } from "../compute/graph.ts";
import { ConfigError } from "../errors.ts";
import type { ResolvedSweep, Sweep } from "../sweeps/sweep.ts";
import type { Tuning } from "../training/product-kernels.ts";
import { difference, manifestOf } from "./run-identity.ts";
import type { SweepManifest } from "./sweep-folder.ts";

interface Begun {
  readonly adapter: AdapterInfo;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly started: string;
}

/** What the manifest of a sweep says: what those of its cells would say as single runs. */
export function sweepManifestOf(
  { sweep, cells }: ResolvedSweep,
  begun: Begun,
  tuning: Tuning = {},
  graphs: GraphSupport | null = null,
): SweepManifest {
  const files = new Map<string, SweepManifest["files"][number]>();
  const order = new Map<string, Set<string | number>>();
  for (const { experiment } of cells) {
    const single = manifestOf(experiment, { run: "cell", ...begun }, tuning, graphs);
    for (const file of single.files) files.set(`${file.name} ${file.sha256}`, file);
    for (const [name, value] of Object.entries(single.order)) {
      order.set(name, (order.get(name) ?? new Set()).add(value));
    }
  }
  const joined = [...order].map(([name, values]) => {
    const all = [...values];
    return [name, all.length === 1 ? all[0] : all.map(String).sort().join(" or ")] as const;
  });
  return {
    format: 1,
    sweep,
    ...begun,
    files: [...files.values()],
    order: Object.fromEntries(joined),
  };
}

/** Throws a `ConfigError` where a stored sweep is another one, or of other files. */
export function requireSameSweep(stored: SweepManifest, fresh: SweepManifest): void {
  const found = difference(numbersOf(stored.sweep), numbersOf(fresh.sweep), "$");
  if (found !== null) {
    throw new ConfigError(
      found.path,
      `the stored sweep has ${found.before}, not ${found.after}; go on with that, or start another sweep`,
    );
  }
  const nameOf = ({ name, sha256 }: SweepManifest["files"][number]) => `${name} ${sha256}`;
  const known = new Set(stored.files.map(nameOf));
  const changed = fresh.files.find((file) => !known.has(nameOf(file)));
  if (changed === undefined) return;
  throw new ConfigError(
    "",
    `"${changed.name}" has changed since the sweep began; put the old file back, or start another sweep`,
  );
}

/** All of a sweep but what may be another every time: what is only read, and what one call may take. */
function numbersOf({ title: _t, source: _s, budget: _b, ...numbers }: Sweep) {
  const { title: _title, source: _source, ...experiment } = numbers.experiment;
  return { ...numbers, experiment };
}
