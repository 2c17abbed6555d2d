import type { Backend } from "../../src/compute/backend.ts";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import type { WebGpuBackend } from "../../src/compute/webgpu-backend.ts";
import { openNodeWebGpu } from "../../src/hosts/node/platform.ts";

export const cpu: Backend = new CpuBackend();

/** Null where the machine has no WebGPU adapter, unless REQUIRE_WEBGPU=1 makes that an error. */
export const webgpu: WebGpuBackend | null = await openNodeWebGpu().catch((error: unknown) => {
  if (process.env["REQUIRE_WEBGPU"] === "1") throw error;
  return null;
});

export const backends: Backend[] = webgpu === null ? [cpu] : [cpu, webgpu];
