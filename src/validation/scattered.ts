import { randomNormals } from "../random/normal.ts";
import { philox } from "../random/philox.ts";

const words = new Uint32Array(4);
const normals = new Float64Array(4);

/** Input number `i` of a kernel's case: a scattered u32. */
export function scatteredWord(i: number): number {
  philox([i, 0, 0, 0], [99, 0], words);
  return words[0];
}

/** Input number `i` of a kernel's case: a standard normal. */
export function scatteredNormal(i: number): number {
  const at = { seed: 99, lineage: 1, stream: 0, generation: 0, step: 0, index: i, draw: 0 };
  randomNormals(at, normals);
  return normals[0];
}

/** Input number `i` of a kernel's case: evenly spread over (0, 1). */
export function scatteredFraction(i: number): number {
  return (scatteredWord(i) + 0.5) * 2 ** -32;
}

/** Keys of lineages one after the other. */
export function scatteredKeys(i: number): number {
  return i % 2 === 0 ? 7 : i >> 1;
}

/** Lower triangular matrices with a diagonal of 0.5 to 1.5. */
export function scatteredRoots(D: number): (i: number) => number {
  return (i) => {
    const [row, column] = [Math.floor(i / D) % D, i % D];
    if (column > row) return 0;
    return row === column ? 0.5 + scatteredFraction(i) : 0.3 * scatteredNormal(i);
  };
}
