import { ticks } from "d3-array";

/** Marks of a linear axis at round numbers, about as many as are wanted. */
export function linearMarks(from: number, to: number, wanted: number): number[] {
  return ticks(from, to, Math.max(2, wanted));
}

/** So many marks within a decade do not crowd each other yet. */
const FEW = 6;

/** Marks of a log axis: powers of ten, and 2 and 5 or all digits between them where there is room. */
export function logMarks(from: number, to: number, wanted: number): number[] {
  const [low, high] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  const decades = Array.from({ length: high - low + 1 }, (_, i) => Number(`1e${low + i}`));
  const inside = (mark: number) => mark >= from * (1 - 1e-9) && mark <= to * (1 + 1e-9);
  const each = decades.flatMap((one) => Array.from({ length: 9 }, (_, i) => (i + 1) * one));
  const finest = each.filter(inside);
  if (finest.length <= Math.min(wanted, FEW)) return finest;
  const fine = decades.flatMap((one) => [one, 2 * one, 5 * one]).filter(inside);
  if (fine.length <= wanted) return fine;
  const coarse = decades.filter(inside);
  const stride = Math.ceil(coarse.length / wanted);
  return coarse.filter((_, i) => i % stride === 0);
}
