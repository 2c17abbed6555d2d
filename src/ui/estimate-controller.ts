import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Catalog } from "../catalog.ts";
import type { LabClient } from "../hosts/browser/client.ts";
import type { Estimate, RunId } from "../hosts/browser/protocol.ts";
import { type Draft, experimentOf } from "./draft.ts";
import type { PageFiles } from "./page-files.ts";

/** How long a draft rests before it is asked about, milliseconds. */
const REST_MS = 500;
/** Larger files are not copied for a question. */
const MOST_BYTES = 16 * 2 ** 20;

/** Knows what the experiment in the form would take, a moment after it was changed. */
export class EstimateController implements ReactiveController {
  /** Of the draft as it is; null while there is no telling. */
  estimate: Estimate | null = null;
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #draft: Draft | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  /** Asks about a draft that it was not asked about yet. */
  about(
    draft: Draft,
    catalog: Catalog,
    files: PageFiles,
    client: LabClient,
    like: RunId | undefined,
  ): void {
    if (draft === this.#draft) return;
    this.#draft = draft;
    this.estimate = null;
    const ask = ++this.#asked;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const wanted = files.for(draft, catalog);
      const bytes = wanted.reduce((sum, file) => sum + file.bytes.length, 0);
      if (bytes > MOST_BYTES) return;
      const experiment = experimentOf(draft, catalog);
      client.send({ type: "estimate", ask, experiment, files: wanted, ...(like && { like }) });
    }, REST_MS);
  }

  /** Something has been measured meanwhile: the same draft is asked about again. */
  forget(): void {
    this.#draft = null;
  }

  hear(ask: number, estimate: Estimate): void {
    if (ask !== this.#asked) return;
    this.estimate = estimate;
    this.#host.requestUpdate();
  }
}
