import { LabHost } from "./lab-host.ts";
import { MemoryDirectory } from "./memory-directory.ts";
import { OpfsDirectory } from "./opfs-directory.ts";
import type { Command, EngineEvent } from "./protocol.ts";
import { PING, PONG } from "./pulse.ts";

const post = (event: EngineEvent) => postMessage(event);

/** Runs are kept where the browser lets the page keep anything. */
const host = OpfsDirectory.at("runs").then(
  (directory) => new LabHost(directory, true, post),
  () => new LabHost(new MemoryDirectory(), false, post),
);

addEventListener("message", ({ data }: MessageEvent<Command | typeof PING>) => {
  if (data === PING) postMessage(PONG);
  else void host.then((lab) => lab.obey(data));
});
