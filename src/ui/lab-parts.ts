import { html, nothing } from "lit";
import type { Remedy } from "../hosts/browser/gpu-remedy.ts";
import type { BackendChoice, GpuProblem } from "../hosts/browser/protocol.ts";
import type { ExchangeController } from "./exchange.ts";
import type { RunsAction } from "./lab-runs.ts";
import type { PageView } from "./page-view.ts";
import { type LabView, type RunView, isAtWork } from "./run-view.ts";
import type { ThemeController } from "./theme.ts";
import "./lab-header.ts";
import "./lab-results.ts";

export const FOOTER = html`<footer class="small soft">
  Everything is computed in this browser. Nothing is uploaded, and nothing is loaded from elsewhere.
</footer>`;

/** What the header shows and does. */
interface Header {
  readonly view: LabView;
  readonly theme: ThemeController;
  readonly choice: BackendChoice;
  readonly page: PageView;
  readonly use: (choice: BackendChoice) => void;
  readonly focus: (selector: string) => void;
}

export function header({ view, theme, choice, page, use, focus }: Header) {
  return html`<lab-header
    .adapter=${view.adapter}
    .problem=${view.problem}
    .theme=${theme.choice}
    .choice=${choice}
    .page=${page}
    @use-backend=${({ detail }: CustomEvent<BackendChoice>) => use(detail)}
    @next-theme=${() => theme.next()}
    @skip-to-run=${() => focus("#main")}
    @skip-to-form=${() => focus("#experiment")}
  ></lab-header>`;
}

/** Everything that a run has to show, where there is one. */
export function results(run: RunView | null, theme: ThemeController["effective"]) {
  if (run === null) return nothing;
  return html`<section aria-label="Metrics and distribution">
    <lab-results .run=${run} .theme=${theme}></lab-results>
  </section>`;
}

/** Why there is no graphics card, where there is none. */
export function gpuProblem(
  { problem }: LabView,
  remedyFor: (problem: GpuProblem) => Promise<Remedy>,
  useCpu: () => void,
) {
  if (problem === null) return nothing;
  return html`<lab-no-gpu
    .problem=${problem}
    .remedyFor=${remedyFor}
    @use-cpu=${useCpu}
  ></lab-no-gpu>`;
}

/** What went wrong, and what is worth saying besides. */
export function messages({ failure, notice }: LabView, dismiss: () => void) {
  return html`${
    failure === null
      ? nothing
      : html`<lab-failure .failure=${failure} @dismiss=${dismiss}></lab-failure>`
  }
  ${notice === null ? nothing : html`<p class="notice small" role="status">${notice}</p>`}`;
}

/** What was wrong with a file or a link that was opened. */
export function incoming(exchange: ExchangeController) {
  const { problem: message } = exchange.outcome;
  if (message === undefined) return nothing;
  const failure = { message, path: null };
  return html`<div class="incoming">
    <lab-failure .failure=${failure} @dismiss=${() => exchange.forget()}></lab-failure>
  </div>`;
}

/** The experiment that is being written, as a form. */
export function experiment(exchange: ExchangeController, form: unknown) {
  return html`<aside id="experiment" tabindex="-1" aria-label="Experiment">
    <section aria-labelledby="experiment-heading">
      <div class="outgoing">
        <h2 id="experiment-heading">Experiment</h2>
        ${outgoing(exchange)}
      </div>
      ${form}
    </section>
  </aside>`;
}

/** Ways for it to leave the page. */
function outgoing(exchange: ExchangeController) {
  const { said, link } = exchange.outcome;
  const button = (label: string, how: "link" | "file") =>
    html`<button class="quiet small" @click=${() => void exchange.leave(how)}>${label}</button>`;
  return html`<div role="group" aria-label="Take the experiment along">
      ${button("Copy link", "link")} ${button("Save as a file", "file")}
    </div>
    <p class="small" role="status">${said}</p>
    ${
      link === undefined
        ? nothing
        : html`<input
            readonly
            aria-label="Link to this experiment"
            .value=${link}
            @focus=${({ target }: Event) => (target as HTMLInputElement).select()}
          />`
    }`;
}

export function storedRuns(view: LabView, act: (action: RunsAction) => void) {
  const { runs, damaged, current, keepsRuns } = view;
  return html`<section class="runs" aria-labelledby="runs-heading">
    <h2 id="runs-heading">Stored runs</h2>
    <lab-runs
      .runs=${runs ?? []}
      .damaged=${damaged}
      .current=${current?.description.run ?? ""}
      ?active=${isAtWork(view)}
      ?stuck=${current?.isTooMuch === true}
      ?keeps=${keepsRuns}
      @runs-action=${({ detail }: CustomEvent<RunsAction>) => act(detail)}
    ></lab-runs>
  </section>`;
}

/** Puts the focus on a part of the page, and that to the top of the window. */
export function moveTo(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "start" });
}
