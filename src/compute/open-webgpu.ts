import { DeviceError } from "../errors.ts";
import type { AdapterInfo } from "./backend.ts";
import type { ShaderSource } from "./shader-source.ts";
import { WebGpuBackend, type WebGpuOptions } from "./webgpu-backend.ts";

/** The defaults are small (128 MiB a binding), so what the adapter can do is asked for by name. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeWorkgroupsPerDimension",
] as const;
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|software/i;

/** What an adapter has to offer and a run may do without: each is true if absent. */
export interface Features {
  readonly subgroups?: boolean;
  /** Half precision. */
  readonly half?: boolean;
}

export interface OpenOptions extends Features, Pick<WebGpuOptions, "profile" | "now"> {
  readonly memoryBytes: number;
  /** Of the processor. */
  readonly cores: number;
}

/** Opens a device on the best adapter. Throws a `DeviceError` where there is none. */
export async function openWebGpu(
  gpu: GPU,
  source: ShaderSource,
  options: OpenOptions,
): Promise<WebGpuBackend> {
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new DeviceError("WebGPU finds no adapter");
  const wanted = featuresOf(options).filter((feature) => adapter.features.has(feature));
  const device = await adapter.requestDevice({
    label: "ouroboros",
    requiredFeatures: wanted,
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
  });
  const info = describeAdapter(adapter, device, options);
  return new WebGpuBackend(device, info, source, options);
}

function featuresOf({ subgroups = true, half = true }: Features): GPUFeatureName[] {
  const features: GPUFeatureName[] = ["timestamp-query"];
  if (subgroups) features.push("subgroups");
  if (half) features.push("shader-f16");
  return features;
}

function describeAdapter(
  { info }: GPUAdapter,
  { limits, features }: GPUDevice,
  { memoryBytes, cores }: OpenOptions,
): AdapterInfo {
  const description =
    info.description || [info.vendor, info.architecture].filter(Boolean).join(" ") || "unnamed GPU";
  const names = `${info.vendor} ${info.architecture} ${description}`;
  const software = info.isFallbackAdapter || SOFTWARE.test(names);
  return {
    backend: "webgpu",
    vendor: info.vendor,
    architecture: info.architecture,
    description,
    software,
    ...(software ? { cores } : {}),
    subgroups: features.has("subgroups"),
    half: features.has("shader-f16"),
    maxTensorBytes: Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize),
    memoryBytes,
  };
}
