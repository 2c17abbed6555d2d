import type { AdapterInfo, Backend } from "../../compute/backend.ts";
import type { Features } from "../../compute/open-webgpu.ts";
import { openBackend } from "./platform.ts";
import { say } from "./terminal.ts";

/**
 * Opens a backend and says in one line which one it is. Networks are trained on the processor itself
 * rather than on a graphics card that it plays, which would take several times as long.
 */
export async function openAnnounced(
  wanted: AdapterInfo["backend"] | undefined,
  work: "closed form" | "network" = "closed form",
  features: Features = {},
): Promise<Backend> {
  let backend = await openBackend(wanted, features);
  let reason = "";
  if (wanted === undefined && backend.adapter.backend === "cpu") {
    reason = ", since WebGPU finds no adapter here";
  } else if (wanted === undefined && work === "network" && backend.adapter.software) {
    backend.dispose();
    backend = await openBackend("cpu");
    reason = ", where networks begin sooner than on a software adapter";
  }
  const { adapter } = backend;
  const software = adapter.backend === "webgpu" && adapter.software ? " (software)" : "";
  const isWithout = adapter.backend === "webgpu" && features.subgroups === false;
  const without = isWithout ? ", without subgroups" : "";
  say(`backend ${adapter.backend}: ${adapter.description}${software}${without}${reason}`);
  return backend;
}

/** What a run was begun without it goes on without. */
export function featuresFor(asked: Features, begun: AdapterInfo | undefined): Features {
  return {
    subgroups: asked.subgroups !== false && begun?.subgroups !== false,
    half: asked.half !== false && begun?.half !== false,
  };
}
