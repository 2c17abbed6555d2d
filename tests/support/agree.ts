import type { AnyKernel } from "../../src/compute/kernel.ts";
import { type KernelInputs, runKernel } from "../../src/validation/kernel-case.ts";
import { cpu, webgpu } from "./backends.ts";
import { expectClose } from "./close.ts";

export type Case = KernelInputs;
export { runKernel };
export {
  scatteredFraction,
  scatteredNormal,
  scatteredWord,
} from "../../src/validation/scattered.ts";

/** Compares every output of a kernel, and of its fast twin if it has one, with the reference. */
export async function expectAgreement(
  kernel: AnyKernel,
  testCase: Case,
  tolerance: { absolute?: number; relative?: number },
  ignored: readonly string[] = [],
): Promise<void> {
  const { fast, ...plain } = kernel;
  const expected = await runKernel(cpu, plain, testCase);
  for (const backend of fast === undefined ? [webgpu!] : [webgpu!, cpu]) {
    const actual = await runKernel(backend, kernel, testCase);
    for (const name of Object.keys(expected)) {
      if (!ignored.includes(name)) expectClose(actual[name], expected[name], tolerance);
    }
  }
}
