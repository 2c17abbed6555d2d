import type { AdapterInfo, Backend } from "../compute/backend.ts";
import { CpuBackend } from "../compute/cpu-backend.ts";
import { messageOf } from "../errors.ts";
import { type Deviation, type KernelCase, deviationOf, worse } from "./kernel-case.ts";
import { attentionCases } from "./kernel-cases/attention.ts";
import { categoricalCases } from "./kernel-cases/categorical.ts";
import { decodingCases } from "./kernel-cases/decoding.ts";
import { gaussianCases } from "./kernel-cases/gaussian.ts";
import { imageCases } from "./kernel-cases/images.ts";
import { layerCases } from "./kernel-cases/layers.ts";
import { markovCases } from "./kernel-cases/markov.ts";
import { metricCases } from "./kernel-cases/metrics.ts";
import { mixtureCases } from "./kernel-cases/mixture.ts";
import { momentCases } from "./kernel-cases/moments.ts";
import { poolCases } from "./kernel-cases/pool.ts";
import { productCases } from "./kernel-cases/products.ts";
import { randomCases } from "./kernel-cases/random.ts";
import { regressionCases } from "./kernel-cases/regression.ts";
import { rowCases } from "./kernel-cases/rows.ts";
import { smallLayerCases } from "./kernel-cases/small-layers.ts";
import { sourceCases } from "./kernel-cases/sources.ts";
import { trainingCases } from "./kernel-cases/training.ts";

/** One line of the sheet: a kernel against its reference in double precision. */
export interface KernelResult {
  /** As its shader is called, e.g. "gaussian/sample". */
  readonly name: string;
  /** Sizes that divide nothing, e.g. "L 3, N 257, D 5". */
  readonly sizes: string;
  /** Numbers compared. */
  readonly numbers: number;
  /** Of the number that comes nearest to what it may differ by, or goes furthest beyond. */
  readonly deviation: number;
  readonly tolerance: number;
  readonly verdict: "pass" | "fail";
  readonly detail?: string;
}

/**
 * In the order in which they are run. WGSL promises e^x to 3 + 2 |x| units in the last place, ln x
 * near 1 to 2⁻²¹ and quotients to 2.5 units (https://www.w3.org/TR/WGSL/#floating-point-accuracy):
 * tolerances allow what follows from that, so that no conforming card fails.
 */
export const kernelCases: readonly KernelCase[] = [
  ...randomCases,
  ...gaussianCases,
  ...momentCases,
  ...categoricalCases,
  ...mixtureCases,
  ...regressionCases,
  ...markovCases,
  ...metricCases,
  ...poolCases,
  ...rowCases,
  ...productCases,
  ...attentionCases,
  ...decodingCases,
  ...layerCases,
  ...smallLayerCases,
  ...trainingCases,
  ...sourceCases,
  ...imageCases,
];

export const kernelNames: readonly string[] = [...new Set(kernelCases.map(nameOf))];

/**
 * Kernels that an adapter runs, and runs in another way than by the reference: all that suit it, or
 * on a processor those that have a faster twin.
 */
export function kernelsOn(adapter: AdapterInfo): string[] {
  const cases = kernelCases.filter(({ kernel }) => {
    if (adapter.backend === "cpu") return kernel.fast !== undefined;
    return kernel.suits?.(adapter) !== false;
  });
  return [...new Set(cases.map(nameOf))];
}

/** Holds kernels to their references, one result at a time. `only` has names; default all that run. */
export async function* compareKernels(
  backend: Backend,
  {
    signal = new AbortController().signal,
    only = kernelNames,
  }: { readonly signal?: AbortSignal; readonly only?: readonly string[] } = {},
): AsyncGenerator<KernelResult, void, void> {
  const plain = new CpuBackend();
  for (const name of kernelsOn(backend.adapter)) {
    if (!only.includes(name)) continue;
    signal.throwIfAborted();
    const cases = kernelCases.filter((one) => nameOf(one) === name);
    const sizes = cases.map(sizesOf).join("; ");
    try {
      let found: Deviation | null = null;
      for (const one of cases) {
        const next = await deviationOf(backend, plain, one);
        found = found === null ? next : worse(found, next);
      }
      yield judged(name, sizes, found!);
    } catch (error) {
      // A card without a single working kernel more is nothing that a sheet could say.
      if (backend.failed !== null) throw error;
      const unknown = { numbers: 0, deviation: NaN, tolerance: 0 };
      yield { name, sizes, ...unknown, verdict: "fail", detail: messageOf(error) };
    }
  }
}

function judged(
  name: string,
  sizes: string,
  { deviation, tolerance, numbers, failures, worst }: Deviation,
): KernelResult {
  const result = { name, sizes, numbers, deviation, tolerance };
  if (failures === 0) return { ...result, verdict: "pass" };
  const detail = `${failures} of ${numbers} numbers differ by more than they may; ${worst}`;
  return { ...result, verdict: "fail", detail };
}

function nameOf({ kernel }: KernelCase): string {
  return kernel.shader.replace(/\.wgsl$/, "");
}

function sizesOf({ axes }: KernelCase): string {
  return Object.entries(axes)
    .map(([axis, extent]) => `${axis} ${extent}`)
    .join(", ");
}
