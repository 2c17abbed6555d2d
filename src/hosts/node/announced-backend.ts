import type { AdapterInfo, Backend } from "../../compute/backend.ts";
import { openBackend } from "./platform.ts";
import { say } from "./terminal.ts";

/**
 * Opens a backend and says in one line which one it is. Networks are trained on the processor itself
 * rather than on a graphics card that it plays, which would take several times as long.
 */
export async function openAnnounced(
  wanted: AdapterInfo["backend"] | undefined,
  work: "closed form" | "network" = "closed form",
): Promise<Backend> {
  let backend = await openBackend(wanted);
  let reason = "";
  if (wanted === undefined && backend.adapter.backend === "cpu") {
    reason = ", since WebGPU finds no adapter here";
  } else if (wanted === undefined && work === "network" && backend.adapter.software) {
    backend.dispose();
    backend = await openBackend("cpu");
    reason = ", where networks learn faster than on a software adapter";
  }
  const { adapter } = backend;
  const software = adapter.backend === "webgpu" && adapter.software ? " (software)" : "";
  say(`backend ${adapter.backend}: ${adapter.description}${software}${reason}`);
  return backend;
}
