import { type ProductArrays, type ProductAxes, addends } from "./product.ts";

/** The largest number of half precision, IEEE 754 binary16. */
const MOST = 65_504;
/** Of the smallest number that has all of its 11 bits. */
const LEAST_EXPONENT = -14;

/** The nearest number of half precision, of two the even one; what is too large is the largest. */
export function roundedToHalf(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  const size = Math.min(Math.abs(x), MOST);
  const step = 2 ** (Math.max(Math.floor(Math.log2(size)), LEAST_EXPONENT) - 10);
  const below = Math.floor(size / step);
  const rest = size / step - below;
  const isUp = rest > 0.5 || (rest === 0.5 && below % 2 === 1);
  return Math.sign(x) * Math.min(MOST, (below + (isUp ? 1 : 0)) * step);
}

/** Powers of two that bring operands into the middle of what half precision holds. */
export interface Scales {
  readonly accumulate: number;
  readonly scaleA: number;
  readonly scaleB: number;
  /** 1 / (scaleA scaleB). */
  readonly unscale: number;
}

/** Where element k of a row of the left operand lies, and of a column of the right one. */
export interface Places {
  readonly left: (axes: ProductAxes, l: number, m: number, k: number) => number;
  readonly right: (axes: ProductAxes, l: number, k: number, n: number) => number;
}

/** A product whose operands are rounded to half precision. */
export function halfReference({ left, right }: Places) {
  return (arrays: ProductArrays, scales: Scales, axes: ProductAxes): void => {
    const { accumulate, scaleA, scaleB, unscale } = scales;
    const a = Float64Array.from(arrays.a, (x) => roundedToHalf(x * scaleA));
    const b = Float64Array.from(arrays.b, (x) => roundedToHalf(x * scaleB));
    const { L, M, N, K } = axes;
    for (let l = 0; l < L; l++) {
      for (let m = 0; m < M; m++) {
        for (let n = 0; n < N; n++) {
          let sum = 0;
          for (let k = 0; k < K; k++) sum += a[left(axes, l, m, k)] * b[right(axes, l, k, n)];
          const added = addends(arrays, accumulate, axes, l, m, n);
          arrays.out[(l * M + m) * N + n] = sum * unscale + added;
        }
      }
    }
  };
}
