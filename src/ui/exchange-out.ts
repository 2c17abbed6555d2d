import type { Catalog } from "../catalog.ts";
import { download } from "./download.ts";
import { type Draft, experimentOf, filesOf } from "./draft.ts";
import type { Known, Outcome } from "./exchange.ts";
import { linkOf } from "./share-link.ts";

/** Puts a link to an experiment where it can be pasted from. */
export async function copied({ draft, catalog }: Known): Promise<Outcome> {
  if (draft === null || catalog === null) return {};
  const problem = problemOf(draft);
  if (problem !== "") return { said: problem };
  const link = `${location.href.replace(/[?#].*$/, "")}${linkOf(draft, catalog)}`;
  const besides = aboutFiles(draft, catalog);
  try {
    await navigator.clipboard.writeText(link);
    return { said: `Link copied: this experiment, with its seed.${besides}` };
  } catch {
    return { said: `The browser lets no page copy here; copy the link yourself.${besides}`, link };
  }
}

/** Hands an experiment to the browser's downloads, as the command line takes it. */
export function saved({ draft, catalog }: Known): Outcome {
  if (draft === null || catalog === null) return {};
  const problem = problemOf(draft);
  if (problem !== "") return { said: problem };
  const text = `${JSON.stringify(experimentOf(draft, catalog), null, 2)}\n`;
  const name = `${draft.name}.json`;
  download(name, new TextEncoder().encode(text));
  return { said: `Saved as ${name}.${aboutFiles(draft, catalog)}` };
}

function aboutFiles(draft: Draft, catalog: Catalog): string {
  const names = filesOf(draft, catalog);
  if (names.length === 0) return "";
  const list = new Intl.ListFormat("en").format(names);
  return ` Your own ${list} ${names.length === 1 ? "goes" : "go"} with it by name alone.`;
}

/** JSON knows no number that is not typed yet. */
function problemOf(draft: Draft): string {
  const isWhole = (value: unknown): boolean =>
    typeof value === "object" && value !== null
      ? Object.values(value).every(isWhole)
      : !Number.isNaN(value);
  return isWhole(draft) ? "" : "Some number is missing: type it first.";
}
