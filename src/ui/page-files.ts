import type { Catalog } from "../catalog.ts";
import type { LocalFile } from "../hosts/browser/protocol.ts";
import { type Draft, type Values, draftOf, filesOf } from "./draft.ts";

/** Files that were picked, dropped or pasted, by the name that experiments use. */
export class PageFiles {
  readonly #files = new Map<string, LocalFile>();

  add(file: LocalFile): void {
    this.#files.set(file.name, file);
  }

  /** Those that a draft asks for; to copy the others would only cost time. */
  for(draft: Draft, catalog: Catalog): LocalFile[] {
    const wanted = new Set(filesOf(draft, catalog));
    return [...this.#files.values()].filter(({ name }) => wanted.has(name));
  }

  /** Names of all that can be used: the run that is shown has copies of its own. */
  names(shown: Values | undefined, catalog: Catalog): ReadonlySet<string> {
    const kept = shown === undefined ? [] : filesOf(draftOf(shown, catalog), catalog);
    return new Set([...this.#files.keys(), ...kept]);
  }
}
