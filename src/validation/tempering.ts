import { temper } from "../kernels/categorical/temper.ts";
import { temperKernels, tempered } from "../kernels/categorical/tempered-counts.ts";
import type { Check, Finding } from "./check.ts";
import type { Lab } from "./lab.ts";

const FITS = 10;
const CATEGORIES = 50;
/** Numbers that a float holds exactly, so that both sides mean the same. */
const TEMPERATURES = [0.875, 1.125];

const p = Float64Array.from({ length: CATEGORIES }, (_, k) => 1 / (k + 1));

/** p₀^(T^−n) with the sum 1, in one step. */
function closedForm(temperature: number): Float64Array {
  const powers = p.map((x) => x ** (temperature ** -FITS));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function finding(worst: number, tolerance: number): Finding {
  return { predicted: 0, measured: worst, standardError: 0, lineages: 0, tolerance };
}

function worstRelative(actual: ArrayLike<number>, expected: Float64Array): number {
  return expected.reduce((worst, value, k) => Math.max(worst, Math.abs(actual[k] / value - 1)), 0);
}

async function onDevice({ backend }: Lab): Promise<Finding> {
  await backend.prepare(temperKernels);
  using scope = backend.scope("tempering");
  const L = TEMPERATURES.length;
  const temperature = scope.tensor("temperature", "f32", [L], Float32Array.from(TEMPERATURES));
  const start = Float32Array.from({ length: L * CATEGORIES }, (_, i) =>
    Math.log(p[i % CATEGORIES]),
  );
  let logs = scope.tensor("logarithms", "f32", [L, CATEGORIES], start);
  for (let n = 0; n < FITS; n++) logs = tempered({ backend, scope }, logs, temperature);
  const [found] = await backend.read(logs);
  const worst = TEMPERATURES.map((T, l) =>
    worstRelative(
      Float64Array.from(found.subarray(l * CATEGORIES, (l + 1) * CATEGORIES), Math.exp),
      closedForm(T),
    ),
  );
  return finding(Math.max(...worst), 1e-5);
}

function inDoublePrecision(): Promise<Finding> {
  const worst = TEMPERATURES.map((T) => {
    let tempering: Float64Array = p;
    for (let n = 0; n < FITS; n++) tempering = temper(tempering, T);
    return worstRelative(tempering, closedForm(T));
  });
  return Promise.resolve(finding(Math.max(...worst), 1e-12));
}

const title = "Temperature 7/8 and 9/8, infinite data, n = 10: p ∝ p₀^(T⁻ⁿ)";

export const temperingChecks: readonly Check[] = [
  {
    name: "tempering",
    row: 23,
    title: `${title}, worst relative error on the backend`,
    source: "this project",
    run: onDevice,
  },
  {
    name: "tempering-reference",
    row: 23,
    title: `${title}, worst relative error in double precision`,
    source: "this project",
    run: inDoublePrecision,
  },
];
