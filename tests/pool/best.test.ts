import { describe, expect, test } from "vitest";
import { keepRanked } from "../../src/kernels/pool/keep-ranked.ts";
import { rankCounts } from "../../src/kernels/pool/rank-counts.ts";
import { CHUNK_LENGTH } from "../../src/kernels/pool/rank.ts";
import { bestKernels, keepBest } from "../../src/pool/best.ts";
import { scatteredFraction, scatteredNormal, scatteredWord } from "../support/agree.ts";
import { backends } from "../support/backends.ts";

const fewScores = (i: number) => (scatteredWord(i) % 4) - 2.5;
const weight = (i: number) => (scatteredWord(i) % 3 === 0 ? 0 : scatteredFraction(i));

/** Sorting is stable: of equals the first come first. */
function sorted(scores: Float32Array, weights: Float32Array, share: number, rows: number) {
  const present = Array.from({ length: rows }, (_, n) => n).filter((n) => weights[n] > 0);
  const wanted = Math.round(Math.fround(Math.fround(share) * present.length));
  const best = present.toSorted((a, b) => scores[b] - scores[a]).slice(0, wanted);
  return weights.map((own, n) => (best.includes(n) ? own : 0));
}

describe.each(backends)("the best on $adapter.backend", (backend) => {
  test.each([
    { scores: scatteredNormal, N: 71 },
    { scores: fewScores, N: 71 },
    { scores: fewScores, N: 2 * CHUNK_LENGTH + 71 },
  ])("are those that a sort finds, of $N", async ({ scores, N }) => {
    const shares = [0, 0.1, 0.5, 0.77, 1, 0.01];
    const L = shares.length;
    const rows = N - 4;
    await backend.prepare(bestKernels);
    using scope = backend.scope("best");
    const numbers = (of: (i: number) => number) =>
      Float32Array.from({ length: L * N }, (_, i) => of(i));
    const tensors = {
      scores: scope.tensor("scores", "f32", [L, N], numbers(scores)),
      weight: scope.tensor("weight", "f32", [L, N], numbers(weight)),
      share: scope.tensor("share", "f32", [L], Float32Array.from(shares)),
      kept: scope.tensor("kept", "f32", [L, N]),
    };
    keepBest({ backend, scope, lineages: L }, tensors, rows);
    const [kept] = await backend.read(tensors.kept);
    for (const [l, share] of shares.entries()) {
      const own = (of: (i: number) => number) => numbers(of).subarray(l * N, (l + 1) * N);
      expect(kept.subarray(l * N, (l + 1) * N)).toEqual(
        sorted(own(scores), own(weight), share, rows),
      );
    }
  });
});

test("nobody looks at all of millions of samples", () => {
  const axes = { L: 1, N: 2 ** 24, R: 1, C: 2 ** 24 / CHUNK_LENGTH };
  for (const kernel of [rankCounts, keepRanked]) {
    const [workgroups] = kernel.workgroups(axes, kernel.overrides);
    expect(workgroups * kernel.overrides.WORKGROUP_SIZE).toBe(axes.C);
  }
});
