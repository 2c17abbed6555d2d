import type { Backend } from "../../compute/backend.ts";
import { CpuBackend } from "../../compute/cpu-backend.ts";
import { openWebGpu } from "../../compute/open-webgpu.ts";
import { WebGpuBackend } from "../../compute/webgpu-backend.ts";
import type { ShaderSource } from "../../compute/shader-source.ts";
import { DeviceError } from "../../errors.ts";
import { nextTask } from "./next-task.ts";
import type { BackendChoice, BackendName, GpuProblem } from "./protocol.ts";

const shaders: Readonly<Record<string, string>> = import.meta.glob("/shaders/**/*.wgsl", {
  query: "?raw",
  import: "default",
  eager: true,
});

const shaderSource: ShaderSource = (path) => shaders[`/shaders/${path}`];

/** Browsers say how much memory there is in steps up to 8 GiB, if at all. */
function memoryBudget(): number {
  const gibibytes = "deviceMemory" in navigator ? Number(navigator.deviceMemory) : 4;
  return Math.floor((gibibytes / 4) * 2 ** 30);
}

/** WebGPU is there but cannot be used, or is not there at all. */
export class GpuUnavailable extends DeviceError {
  readonly problem: GpuProblem;

  constructor(problem: GpuProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** Throws `GpuUnavailable` where the page should explain itself. */
export async function openBackend(
  name: BackendName,
  features: BackendChoice["features"] = {},
): Promise<Backend> {
  if (name === "cpu") {
    return new CpuBackend(memoryBudget(), { now: () => performance.now(), rest: nextTask });
  }
  const gpu: GPU | undefined = navigator.gpu;
  if (gpu === undefined) {
    const problem = isSecureContext ? "missing" : "insecure";
    throw new GpuUnavailable(problem, "this browser has no WebGPU here");
  }
  try {
    return await openWebGpu(gpu, shaderSource, {
      memoryBytes: memoryBudget(),
      cores: navigator.hardwareConcurrency,
      now: () => performance.now(),
      ...features,
    });
  } catch (error) {
    if (error instanceof DeviceError) throw new GpuUnavailable("no-adapter", error.message);
    throw error;
  }
}

/** A lost device says so before long; other failures of the device leave it as it is. */
const LOSS_MS = 200;

export async function hasLostDevice(backend: Backend | null): Promise<boolean> {
  if (!(backend instanceof WebGpuBackend)) return false;
  const soon = new Promise<false>((resolve) => setTimeout(() => resolve(false), LOSS_MS));
  return await Promise.race([backend.device.lost.then(() => true), soon]);
}
