import { html, nothing } from "lit";
import type { LabClient } from "../hosts/browser/client.ts";
import type { PageViewController } from "./page-view.ts";
import { type LabView, isAtWork } from "./run-view.ts";

/** The views besides the lab itself, each as it was left. */
export function otherViews(page: PageViewController, view: LabView, client: LabClient) {
  if (!page.isKept("self-check")) return nothing;
  const isShown = page.current === "self-check";
  return html`<main class="page" ?hidden=${!isShown}>
    <lab-self-check
      .client=${client}
      .adapter=${view.adapter}
      .names=${isShown ? page.detail : ""}
      ?busy=${isAtWork(view)}
      ?hidden=${!isShown}
    ></lab-self-check>
  </main>`;
}
