import type { LitElement, ReactiveController } from "lit";
import type { LabClient } from "../hosts/browser/client.ts";
import type { OpenedFile } from "../hosts/browser/opened-file.ts";
import type { RunId } from "../hosts/browser/protocol.ts";
import type { Sweep } from "../sweeps/sweep.ts";
import type { Draft } from "./draft.ts";
import { guardAgainstDrops } from "./drop-guard.ts";
import type { AskedFigure } from "./figure-buttons.ts";
import type { LabView } from "./run-view.ts";

/** The page, as far as experiments come into it and leave it. */
interface Page extends LitElement {
  readonly client: LabClient;
}

/** What there is now. */
export type Known = LabView & { readonly draft: Draft | null };

/** What comes of something that was opened or taken along. */
export interface Outcome {
  /** What is wrong with what came in. */
  readonly problem?: string;
  /** What is said of what left. */
  readonly said?: string;
  /** A link that the browser lets nobody copy. */
  readonly link?: string;
  /** What came in, and the sweep that it belongs to. */
  readonly draft?: Draft;
  readonly sweep?: Sweep;
  /** A run that came in. */
  readonly run?: RunId;
}

/**
 * Experiments on their way into the page and out of it, as files and as links; and figures. What it
 * takes is fetched when somebody asks for it.
 */
export class ExchangeController implements ReactiveController {
  outcome: Outcome = {};
  /** Of the last sweep file that was opened. */
  sweep: Sweep | null = null;

  readonly #page: Page;
  readonly #know: () => Known;
  readonly #adopt: (outcome: Outcome) => void;
  readonly #picker = document.createElement("input");
  #unguard: () => void = () => {};
  readonly #greet = () => void this.greet();

  /** `adopt` puts an experiment into the form, to be run or to be swept, or shows a run. */
  constructor(page: Page, know: () => Known, adopt: (outcome: Outcome) => void) {
    this.#page = page;
    this.#know = know;
    this.#adopt = adopt;
    page.addController(this);
    page.addEventListener("save-figure", (event) => {
      const { detail } = event as CustomEvent<AskedFigure>;
      void import("./figure-file.ts").then((files) => files.saveRunFigure(detail, this.#know()));
    });
    this.#picker.type = "file";
    this.#picker.multiple = true;
    this.#picker.addEventListener("change", () => {
      void this.#read([...(this.#picker.files ?? [])]);
      // The same file may be picked again once it is mended.
      this.#picker.value = "";
    });
  }

  hostConnected(): void {
    this.#unguard = guardAgainstDrops((files) => void this.#read(files));
    addEventListener("hashchange", this.#greet);
  }

  hostDisconnected(): void {
    this.#unguard();
    removeEventListener("hashchange", this.#greet);
  }

  /** Lets the visitor pick an experiment file. */
  pick(): void {
    this.#picker.click();
  }

  /** Opens the experiment that the address links to; returns whether there is one. */
  async greet(): Promise<boolean> {
    const { hash } = location;
    if (!hash.startsWith("#lab?") || this.#know().catalog === null) return false;
    // An address that stays would begin another run with every reload.
    history.replaceState(null, "", location.pathname + location.search);
    const { linked } = await import("./exchange-in.ts");
    return this.#tell(linked(hash, this.#know()));
  }

  /** What the engine says of a file that was opened. */
  async hear(name: string, found: OpenedFile): Promise<void> {
    const { opened } = await import("./exchange-in.ts");
    this.#tell(opened(name, found, this.#know()));
  }

  async leave(how: "link" | "file"): Promise<void> {
    const { copied, saved } = await import("./exchange-out.ts");
    this.#tell(await (how === "link" ? copied : saved)(this.#know()));
  }

  /** What was said is about something that is no more. */
  forget(): void {
    this.#tell({});
  }

  async #read(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const { readFiles } = await import("./exchange-in.ts");
    this.#tell(await readFiles(files, this.#page.client));
  }

  /** Returns whether an experiment has come in. */
  #tell(outcome: Outcome): boolean {
    const { draft, sweep, run } = outcome;
    this.outcome = outcome;
    this.#page.requestUpdate();
    if (draft === undefined && run === undefined) return false;
    if (sweep !== undefined) this.sweep = sweep;
    this.#adopt(outcome);
    return true;
  }
}
