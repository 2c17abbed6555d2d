import { html, nothing } from "lit";
import type { Remedy } from "../hosts/browser/gpu-remedy.ts";
import type { GpuProblem } from "../hosts/browser/protocol.ts";
import type { RunsAction } from "./lab-runs.ts";
import { type LabView, isAtWork } from "./run-view.ts";

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

/** The run that the last visit left undone, if any. */
export function undone({ runs }: LabView) {
  return runs?.find(({ done, generations, elsewhere }) => done < generations && !elsewhere);
}
