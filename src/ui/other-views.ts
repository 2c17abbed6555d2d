import { html, nothing } from "lit";
import type { LabClient } from "../hosts/browser/client.ts";
import type { LocalFile, RunId } from "../hosts/browser/protocol.ts";
import type { Draft } from "./draft.ts";
import type { ExchangeController } from "./exchange.ts";
import { messages } from "./lab-parts.ts";
import type { PageView, PageViewController } from "./page-view.ts";
import { type LabView, isAtWork } from "./run-view.ts";

/** What stands in for the files of an experiment. */
export interface GivenFiles {
  readonly files: readonly LocalFile[];
  readonly like?: RunId;
}

/** What the views besides the lab know of it. */
export interface Lab {
  readonly page: PageViewController;
  readonly view: LabView;
  readonly client: LabClient;
  readonly draft: Draft | null;
  readonly exchange: ExchangeController;
  readonly given: () => GivenFiles;
  /** Puts an experiment into the form. */
  readonly adopt: (draft: Draft) => void;
  /** Of what went wrong. */
  readonly dismiss: () => void;
}

/** The views besides the lab itself, each as it was left. */
export function otherViews(lab: Lab) {
  const { page } = lab;
  const around = (view: PageView, content: unknown) =>
    page.isKept(view)
      ? html`<main class="page" ?hidden=${page.current !== view}>${content}</main>`
      : nothing;
  return html`${around("sweep", sweep(lab))} ${around("self-check", selfCheck(lab))}`;
}

function sweep({ page, view, client, draft, exchange, given, adopt, dismiss }: Lab) {
  if (view.catalog === null || draft === null) return nothing;
  const isShown = page.current === "sweep";
  return html`${isShown ? messages(view, dismiss) : nothing}<lab-sweep
      .client=${client}
      .catalog=${view.catalog}
      .draft=${draft}
      .opened=${exchange.sweep}
      .given=${given}
      ?ready=${view.adapter !== null}
      ?hidden=${!isShown}
      @adopt=${({ detail }: CustomEvent<Draft>) => adopt(detail)}
      @open-file=${() => exchange.pick()}
      @open-lab=${() => (location.hash = "")}
    ></lab-sweep>`;
}

function selfCheck({ page, view, client }: Lab) {
  const isShown = page.current === "self-check";
  return html`<lab-self-check
    .client=${client}
    .adapter=${view.adapter}
    .names=${isShown ? page.detail : ""}
    ?busy=${isAtWork(view)}
    ?hidden=${!isShown}
  ></lab-self-check>`;
}
