/** Steps whose loss and gradient norm stay on the device. */
export const TRACE_STEPS = 512;
/** So many steps may go by between two looks at the trace. */
export const MOST_STEPS_PER_ROUND = TRACE_STEPS / 2;
/** Points of the curve of one training, at most. */
const POINTS = 256;

type Points = readonly (readonly [step: number, value: number])[];

/**
 * The points of the loss and of the gradient norm that fall into the steps from `since` (excluded) to
 * `until`: each the mean over all lineages and over the steps since the point before, or the last
 * of those. They do not depend on when one looks.
 *
 * `trace` is [L, TRACE_STEPS, 2], the last steps in a ring.
 */
export function tracePoints(
  trace: Float32Array,
  { since, until, total }: { since: number; until: number; total: number },
): Readonly<Record<"loss" | "gradient-norm", Points>> {
  const stride = Math.ceil(total / POINTS);
  const window = Math.min(stride, MOST_STEPS_PER_ROUND);
  const lineages = trace.length / (2 * TRACE_STEPS);
  const ends: number[] = [];
  for (let end = (Math.floor(since / stride) + 1) * stride; end <= until; end += stride) {
    ends.push(end);
  }
  if (until === total && ends.at(-1) !== total && since < total) ends.push(total);
  const points = (place: 0 | 1): Points =>
    ends.flatMap((end): Points => {
      const begin = Math.floor((end - 1) / stride) * stride;
      const first = Math.max(begin, end - window);
      let [sum, count] = [0, 0];
      for (let step = first; step < end; step++) {
        for (let l = 0; l < lineages; l++) {
          const value = trace[(l * TRACE_STEPS + (step % TRACE_STEPS)) * 2 + place];
          if (!Number.isFinite(value)) continue;
          sum += value;
          count++;
        }
      }
      return count === 0 ? [] : [[end, sum / count]];
    });
  return { loss: points(0), "gradient-norm": points(1) };
}
