import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomNormals } from "../../random/normal.ts";
import { randomBits } from "../../random/philox.ts";

/** Pieces of the line between two control points, as in the shader. */
const PIECES = 4;

const [CORNER, START, ABSENT] = [1, 2, 3];

/** No character is further from the usual than so many deviations. */
const LARGEST = 2.5;

/** Pieces of line that hold any character of P control points. */
export function piecesOf(P: number): number {
  return (P - 1) * PIECES;
}

/** The lines of random characters. See shaders/images/strokes.wgsl. */
export const drawStrokes = defineKernel({
  shader: "images/strokes.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    hands: { dtype: "f32", shape: "L 3", access: "read" },
    upTo: { dtype: "u32", shape: "L G", access: "read" },
    glyphs: { dtype: "f32", shape: "G P 3", access: "read" },
    segments: { dtype: "f32", shape: "L N E 4", access: "write" },
    pens: { dtype: "f32", shape: "L N 2", access: "write" },
  },
  scalars: ["stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, { stream, generation }, { L, N, G, P, E }) {
    const { keys, hands, upTo, glyphs, segments, pens } = arrays;
    const words = new Uint32Array(4);
    const normals = new Float64Array(4);
    segments.fill(0);
    for (let i = 0; i < L * N; i++) {
      const l = Math.floor(i / N);
      const seed = keys[2 * l];
      const at = { seed, lineage: keys[2 * l + 1], stream, generation, step: 0, index: i % N };
      const fourNormals = (draw: number) => {
        randomNormals({ ...at, draw }, normals);
        return Array.from(normals, (z) => Math.min(Math.max(z, -LARGEST), LARGEST));
      };
      randomBits({ ...at, draw: 0 }, words);
      let glyph = 0;
      while (glyph < G - 1 && words[0] >= upTo[l * G + glyph]) glyph++;

      const [lean, turned, wide, high] = fourNormals(1);
      const [right, down, broad] = fourNormals(2);
      const slant = 0.1 + hands[3 * l] * lean;
      const turn = 0.07 * turned;
      const radius = 0.5 * hands[3 * l + 1] * (1 + 0.2 * broad);
      const points: [number, number][] = [];
      const joints: number[] = [];
      let pair: number[] = [];
      for (let p = 0; p < P; p++) {
        if (p % 2 === 0) pair = fourNormals(3 + p / 2);
        const wobble = pair.slice(2 * (p % 2));
        const [x, y, joint] = glyphs.subarray(3 * (glyph * P + p), 3 * (glyph * P + p) + 3);
        const across = (0.9 + 0.12 * wide) * (x - 7 + 0.75 * wobble[0]);
        const along = (0.9 + 0.06 * high) * (y - 10 + 0.75 * wobble[1]);
        points.push([
          14 + 0.6 * right + across - (slant + turn) * along,
          14 + 0.6 * down + along + turn * across,
        ]);
        joints.push(joint);
      }
      joints.push(ABSENT);

      let count = 0;
      for (let p = 0; p + 1 < P; p++) {
        if (joints[p + 1] >= START) continue;
        const through = joints[p] < CORNER;
        const goesOn = joints[p + 1] < CORNER && joints[p + 2] < START;
        for (let s = 0; s < PIECES; s++) {
          for (let end = 0; end < 2; end++) {
            const t = (s + end) / PIECES;
            for (let d = 0; d < 2; d++) {
              const [a, b] = [points[p][d], points[p + 1][d]];
              const leave = through ? (b - points[p - 1][d]) / 2 : b - a;
              const arrive = goesOn ? (points[p + 2][d] - a) / 2 : b - a;
              segments[4 * (i * E + count) + 2 * end + d] = hermite(t, a, leave, b, arrive);
            }
          }
          count++;
        }
      }
      pens[2 * i] = radius;
      pens[2 * i + 1] = count;
    }
  },
});

/** The cubic from a to b with the given slopes there, at t of 0 to 1. */
function hermite(t: number, a: number, leave: number, b: number, arrive: number): number {
  const tt = t * t;
  const ttt = tt * t;
  return (
    a * (2 * ttt - 3 * tt + 1) +
    leave * (ttt - 2 * tt + t) +
    b * (3 * tt - 2 * ttt) +
    arrive * (ttt - tt)
  );
}
