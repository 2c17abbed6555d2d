import { interpolatePuOr, interpolateViridis } from "d3-scale-chromatic";
import type { Diagram } from "../sweeps/diagram.ts";
import { valueScale } from "./axes.ts";
import type { SweepData } from "./sweep-script.ts";

/** Steps of a scale of colours: more would be no other colours. */
const COLOURS = 64;
/** Standard errors at which colours end. */
export const BOUND = 6;
/** Digits of a number in the page. */
const DIGITS = 5;

/** What is drawn of a diagram, as plain data. */
export function sweepData({
  generations,
  quantities,
}: Pick<Diagram, "generations" | "quantities">): SweepData {
  const plain = (lists: readonly Float64Array[]) =>
    lists.map((values) =>
      Array.from(values, (value) =>
        Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null,
      ),
    );
  const palette = (colour: (part: number) => string) =>
    Array.from({ length: COLOURS }, (_, i) => colour(i / (COLOURS - 1)));
  return {
    generations,
    quantities: quantities.map(({ unit, mean, standardError, theory }) => {
      const all = [...mean, ...theory].flatMap((values) => Array.from(values));
      const finite = all.filter(Number.isFinite);
      // What has come to nothing has the lowest colour, and does not take the others from the rest.
      const positive = finite.filter((x) => x > 0);
      const isDecaying = least(finite) === 0 && positive.length > 0;
      const { scale, logarithmic } = valueScale(isDecaying ? positive : finite);
      const [low, high] = logarithmic
        ? [Math.min(...scale.domain()), Math.max(...scale.domain())]
        : [least(finite), -least(finite.map((x) => -x))];
      return {
        unit,
        low,
        high,
        logarithmic,
        mean: plain(mean),
        error: plain(standardError),
        theory: plain(theory),
      };
    }),
    sequential: palette(interpolateViridis),
    diverging: palette((part) => interpolatePuOr(1 - part)),
    bound: BOUND,
  };
}

function least(values: readonly number[]): number {
  const found = values.reduce((a, b) => Math.min(a, b), Infinity);
  return found === Infinity ? 0 : found;
}
