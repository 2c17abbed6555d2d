import { ConfigError, DeviceError, LabError, messageOf } from "../../errors.ts";
import type { EngineEvent, RunId } from "./protocol.ts";

/** What to tell the page of anything thrown. */
export function failure(run: RunId | null, error: unknown): EngineEvent {
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    const message =
      "The browser's storage is full: download the runs that matter, then delete some.";
    return { type: "failed", run, code: "store", path: null, message, resumable: true };
  }
  return {
    type: "failed",
    run,
    code: error instanceof LabError ? error.code : "unexpected",
    path: error instanceof ConfigError ? error.path : null,
    message: messageOf(error),
    resumable: !(error instanceof DeviceError) || error.resumable,
  };
}
