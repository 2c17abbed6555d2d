import type { LitElement } from "lit";
import type { Catalog } from "../catalog.ts";
import type { LocalFile } from "../hosts/browser/protocol.ts";
import { type Draft, draftOf, filesOf } from "./draft.ts";
import type { LabView, RunView } from "./run-view.ts";
import { needsFiles } from "./words.ts";

/** Files that were picked, dropped or pasted, by the name that experiments use. */
export class PageFiles {
  readonly #files = new Map<string, LocalFile>();

  /** Takes whatever is chosen or offered inside of the host. */
  constructor(host: LitElement) {
    const take = ({ detail }: CustomEvent<LocalFile | null>) => {
      if (detail !== null) this.#files.set(detail.name, detail);
      host.requestUpdate();
    };
    host.addEventListener("file-chosen", take as EventListener);
    host.addEventListener("file-offered", take as EventListener);
  }

  /** Those that a draft asks for; to copy the others would only cost time. */
  for(draft: Draft, catalog: Catalog): LocalFile[] {
    const wanted = new Set(filesOf(draft, catalog));
    return [...this.#files.values()].filter(({ name }) => wanted.has(name));
  }

  /** What to do about files that a draft asks for and nobody has given; "" without any. */
  lack({ catalog, current }: LabView, draft: Draft | null): string {
    if (catalog === null || draft === null) return "";
    const here = this.names(current, catalog);
    const missing = filesOf(draft, catalog).filter((name) => !here.has(name));
    return needsFiles(draft.title, missing);
  }

  /** Names of all that can be used: the run that is shown has copies of its own. */
  names(shown: RunView | null, catalog: Catalog): ReadonlySet<string> {
    const experiment = shown?.description.experiment;
    const kept = experiment === undefined ? [] : filesOf(draftOf(experiment, catalog), catalog);
    return new Set([...this.#files.keys(), ...kept]);
  }
}
