import type { BackendChoice } from "../hosts/browser/protocol.ts";

const FEATURES = ["subgroups", "half"] as const;
export type Feature = (typeof FEATURES)[number];

/**
 * `?backend=cpu` leaves the graphics card alone, and `?without=subgroups,half` some of what it
 * offers.
 */
export function chosenBackend(): BackendChoice {
  const search = new URLSearchParams(location.search);
  const without = search.get("without")?.split(",") ?? [];
  const features = Object.fromEntries(FEATURES.map((name) => [name, !without.includes(name)]));
  return { backend: search.get("backend") === "cpu" ? "cpu" : "webgpu", features };
}

/** The same; the page is opened with it again, so that its runs can go on. */
export function remembered(choice: BackendChoice): BackendChoice {
  const { backend, features } = choice;
  const url = new URL(location.href);
  const without = FEATURES.filter((name) => features[name] === false);
  const words = { backend: backend === "cpu" ? backend : "", without: without.join(",") };
  for (const [key, value] of Object.entries(words)) {
    if (value === "") url.searchParams.delete(key);
    else url.searchParams.set(key, value);
  }
  history.replaceState(null, "", url);
  return choice;
}
