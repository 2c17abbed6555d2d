import { classChances } from "../../kernels/images/class-chances.ts";
import { likeness } from "../../kernels/images/likeness.ts";
import { evidenceOfImages } from "../../kernels/losses/evidence.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredFraction, scatteredNormal } from "../scattered.ts";

const others = (i: number) => scatteredNormal(i + 5000);
const code = (i: number) => scatteredNormal(i + 999);

/** What filters see of images. */
export const imageCases: readonly KernelCase[] = [
  {
    kernel: classChances,
    axes: { L: 3, N: 29, F: 12, K: 5 },
    scalars: { named: 3 },
    inputs: {
      features: scatteredNormal,
      directions: others,
      // A class without an example is never named.
      offsets: (k) => [0.3, -1e30, 0, 1, -0.7][k],
    },
    absolute: 1e-6,
    relative: 4e-5,
  },
  ...[1, 3].map((R) => ({
    kernel: likeness,
    axes: { L: 3, R, N: 29, M: 31, F: 12 },
    inputs: { points: scatteredNormal, others },
    relative: 2e-6,
  })),
  {
    kernel: evidenceOfImages,
    axes: { L: 2, M: 67, D: 131, Y: 14 },
    inputs: { targets: scatteredFraction, logits: scatteredNormal, code },
    absolute: 2e-5,
    relative: 4e-6,
  },
];
