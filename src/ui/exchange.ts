import type { LitElement, ReactiveController } from "lit";
import type { Catalog } from "../catalog.ts";
import type { LabClient } from "../hosts/browser/client.ts";
import type { OpenedFile } from "../hosts/browser/opened-file.ts";
import type { Sweep } from "../sweeps/sweep.ts";
import { type Draft, draftOf } from "./draft.ts";
import { guardAgainstDrops } from "./drop-guard.ts";

/** Bytes of the largest experiment file. */
const MAX_BYTES = 2 ** 20;

/** The page, as far as experiments come into it and leave it. */
interface Page extends LitElement {
  readonly client: LabClient;
}

/** What there is now. */
interface Known {
  readonly catalog: Catalog | null;
  readonly draft: Draft | null;
}

/** Experiments on their way into the page and out of it: as files and as links. */
export class ExchangeController implements ReactiveController {
  /** What was wrong with what came last. */
  problem = "";
  /** About what left last. */
  said = "";
  /** The last link, where the browser lets nobody copy it. */
  link = "";
  /** Of the last sweep file that was opened. */
  sweep: Sweep | null = null;

  readonly #page: Page;
  readonly #know: () => Known;
  readonly #adopt: (draft: Draft, isSweep: boolean) => void;
  readonly #picker = document.createElement("input");
  #unguard: () => void = () => {};
  readonly #look = () => void this.greet();

  /** `adopt` puts an experiment into the form, to be run or to be swept. */
  constructor(page: Page, know: () => Known, adopt: (draft: Draft, isSweep: boolean) => void) {
    this.#page = page;
    this.#know = know;
    this.#adopt = adopt;
    page.addController(this);
    this.#picker.type = "file";
    this.#picker.accept = ".json,.jsonc,application/json";
    this.#picker.addEventListener("change", () => {
      const [file] = this.#picker.files ?? [];
      if (file !== undefined) void this.#read(file);
      // The same file may be picked again once it is mended.
      this.#picker.value = "";
    });
  }

  hostConnected(): void {
    this.#unguard = guardAgainstDrops((file) => void this.#read(file));
    addEventListener("hashchange", this.#look);
  }

  hostDisconnected(): void {
    this.#unguard();
    removeEventListener("hashchange", this.#look);
  }

  /** Lets the visitor pick an experiment file. */
  pick(): void {
    this.#picker.click();
  }

  /** Opens the experiment that the address links to; returns whether there is one. */
  async greet(): Promise<boolean> {
    const { catalog } = this.#know();
    const { hash } = location;
    if (catalog === null || !hash.startsWith("#lab?")) return false;
    // An address that stays would begin another run with every reload.
    history.replaceState(null, "", location.pathname + location.search);
    try {
      const { readLink } = await import("./share-link.ts");
      this.#come(readLink(hash, catalog));
      return true;
    } catch (error) {
      this.#complain(`${(error as Error).message}.`);
      return false;
    }
  }

  /** What the engine says of a file that was opened. */
  hear(name: string, found: OpenedFile): void {
    const { catalog } = this.#know();
    if (catalog === null) return;
    if (found.kind === "mistake") return this.#complain(`${name}: ${found.message}`);
    if (found.kind === "experiment") return this.#come(draftOf(found.experiment, catalog));
    this.sweep = found.sweep;
    this.#come(draftOf(found.sweep.experiment, catalog), true);
  }

  /** Fetched when it is needed, which is seldom. */
  async leave(how: "link" | "file"): Promise<void> {
    const { catalog, draft } = this.#know();
    if (catalog === null || draft === null) return;
    const { copied, saved } = await import("./exchange-out.ts");
    const { said, link } = how === "link" ? await copied(draft, catalog) : saved(draft, catalog);
    [this.said, this.link] = [said, link];
    this.#page.requestUpdate();
  }

  /** What was said is about something that is no more. */
  forget(): void {
    [this.problem, this.said, this.link] = ["", "", ""];
    this.#page.requestUpdate();
  }

  async #read(file: File): Promise<void> {
    if (file.size > MAX_BYTES) {
      const size = file.size.toLocaleString("en");
      return this.#complain(
        `${file.name} has ${size} bytes, and an experiment file at most 1 MB. Data go to their place under “Real data”.`,
      );
    }
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      this.#page.client.send({ type: "read", file: { name: file.name, bytes } });
    } catch {
      this.#complain(`${file.name} cannot be read; is it a folder, or has it been moved?`);
    }
  }

  #come(draft: Draft, isSweep = false): void {
    this.forget();
    this.#adopt(draft, isSweep);
  }

  #complain(problem: string): void {
    void import("./lab-failure.ts");
    this.problem = problem;
    this.#page.requestUpdate();
  }
}
