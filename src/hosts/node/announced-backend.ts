import type { AdapterInfo, Backend } from "../../compute/backend.ts";
import { openBackend } from "./platform.ts";
import { say } from "./terminal.ts";

/** Opens a backend and says in one line which one it is. */
export async function openAnnounced(wanted: AdapterInfo["backend"] | undefined): Promise<Backend> {
  const backend = await openBackend(wanted);
  const { adapter } = backend;
  const isFallback = wanted === undefined && adapter.backend === "cpu";
  const software = adapter.backend === "webgpu" && adapter.software ? " (software)" : "";
  const reason = isFallback ? ", since WebGPU finds no adapter here" : "";
  say(`backend ${adapter.backend}: ${adapter.description}${software}${reason}`);
  return backend;
}
