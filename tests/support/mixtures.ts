import { scatteredFraction, scatteredNormal } from "./agree.ts";

/** Element i of roots of covariances [.., D, D]: lower triangular with a diagonal of 0.5 to 1.5. */
export const scatteredRoots = (D: number) => (i: number) => {
  const [row, column] = [Math.floor(i / D) % D, i % D];
  if (column > row) return 0;
  return row === column ? 0.5 + scatteredFraction(i) : 0.3 * scatteredNormal(i);
};

/** Element i of the keys of lineages, [L, 2]. */
export const keyWord = (i: number) => (i % 2 === 0 ? 7 : i / 2);

/** How much row i counts: every third one is not there. */
export const scatteredPresence = (i: number) => (i % 3 === 0 ? 0 : 0.5 + (i % 2));
