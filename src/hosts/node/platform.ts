import { existsSync, readFileSync } from "node:fs";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Backend } from "../../compute/backend.ts";
import { CpuBackend } from "../../compute/cpu-backend.ts";
import { type OpenOptions, openWebGpu } from "../../compute/open-webgpu.ts";
import type { WebGpuBackend } from "../../compute/webgpu-backend.ts";
import type { ShaderSource } from "../../compute/shader-source.ts";
import { DeviceError, messageOf } from "../../errors.ts";
import { restWhileWaiting } from "./rest.ts";

const SHADERS = fileURLToPath(new URL("../../../shaders/", import.meta.url));

/** Where a driver for the Vulkan loader may be: Chromium and Chrome bring SwiftShader along. */
const SOFTWARE_VULKAN = [
  "/usr/lib/chromium/vk_swiftshader_icd.json",
  "/usr/lib/chromium-browser/vk_swiftshader_icd.json",
  "/usr/lib64/chromium-browser/vk_swiftshader_icd.json",
  "/opt/google/chrome/vk_swiftshader_icd.json",
  "/opt/microsoft/msedge/vk_swiftshader_icd.json",
  "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json",
  "/usr/share/vulkan/icd.d/lvp_icd.aarch64.json",
];
/** Without any of these, Linux has no graphics card to ask. */
const GRAPHICS_DEVICES = ["/dev/dri", "/dev/nvidiactl", "/dev/kfd", "/dev/dxg"];
const DRIVER_VARIABLES = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"];

export const shaderSource: ShaderSource = (path) => {
  const file = join(SHADERS, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
};

/** Half of the machine: the other half is the system's and the browser's. */
export function memoryBudget(): number {
  return Math.floor(totalmem() / 2);
}

/** An instance must outlive its devices: a collected one takes the process down with it. */
const instances: GPU[] = [];

type NodeOptions = Omit<OpenOptions, "memoryBytes" | "cores">;

/** Opens the hardware adapter through dawn.node, or a software Vulkan where there is none. */
export async function openNodeWebGpu(options: NodeOptions = {}): Promise<WebGpuBackend> {
  const { create, globals } = await import("webgpu").catch((error: unknown) => {
    throw new DeviceError(`the package "webgpu" does not load here: ${messageOf(error)}`);
  });
  Object.assign(globalThis, globals);
  // The loader complains about a missing one on standard error.
  process.env["XDG_RUNTIME_DIR"] ??= tmpdir();
  const driver = SOFTWARE_VULKAN.find((path) => existsSync(path));
  const mayChoose = driver !== undefined && !DRIVER_VARIABLES.some((name) => name in process.env);
  const chooseSoftware = () => {
    for (const name of DRIVER_VARIABLES) process.env[name] = driver;
  };
  const open = async () => {
    const gpu = create([]);
    instances.push(gpu);
    const now = () => performance.now();
    const backend = await openWebGpu(gpu, shaderSource, {
      memoryBytes: memoryBudget(),
      cores: availableParallelism(),
      now,
      ...options,
    });
    if (backend.adapter.software) restWhileWaiting();
    return backend;
  };
  const hasHardware = process.platform !== "linux" || GRAPHICS_DEVICES.some(existsSync);
  if (!hasHardware && mayChoose) chooseSoftware();
  try {
    return await open();
  } catch (error) {
    if (!hasHardware || !mayChoose) throw error;
    chooseSoftware();
    return await open();
  }
}

/** Signals are heard in the middle of long work. */
function openCpu(): CpuBackend {
  return new CpuBackend(memoryBudget(), { now: () => performance.now(), rest: setImmediate });
}

export async function openBackend(
  wanted: "webgpu" | "cpu" | undefined,
  options: NodeOptions = {},
): Promise<Backend> {
  if (wanted === "cpu") return openCpu();
  try {
    return await openNodeWebGpu(options);
  } catch (error) {
    if (wanted === "webgpu") throw error;
    return openCpu();
  }
}
