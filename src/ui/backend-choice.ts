import type { BackendName } from "../hosts/browser/protocol.ts";

const KEY = "backend";

/** `?backend=cpu` leaves the graphics card alone. */
export function chosenBackend(): BackendName {
  return new URLSearchParams(location.search).get(KEY) === "cpu" ? "cpu" : "webgpu";
}

/** The page is opened with the same again, so that its runs can go on. */
export function rememberBackend(name: BackendName): void {
  const url = new URL(location.href);
  if (name === "cpu") url.searchParams.set(KEY, name);
  else url.searchParams.delete(KEY);
  history.replaceState(null, "", url);
}
