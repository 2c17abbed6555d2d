import type {
  StoredSweepEntry,
  SweepDescription,
  SweepMistake,
  SweepNews,
  SweepPicture,
  SweepPlan,
  SweepRunState,
} from "../hosts/browser/sweep-protocol.ts";
import { formatBytes, formatCount, formatDuration } from "./format.ts";

type Effects = Extract<SweepNews, { readonly type: "effects" }>["series"];

/** A sweep that is looked at. */
export interface ShownSweep {
  readonly description: SweepDescription;
  readonly state: SweepRunState | "preparing";
  readonly picture: SweepPicture | null;
  /** Of a design whose cells are all there. */
  readonly effects: Effects | null;
}

/** Everything that the page knows of sweeps. */
export interface SweepView {
  readonly stored: readonly StoredSweepEntry[];
  readonly shown: ShownSweep | null;
  /** Of the sweep in the form, and the question that it answers. */
  readonly plan: SweepPlan | null;
  readonly mistake: SweepMistake | null;
  /** The last question that was asked. */
  readonly asked: number;
}

export const noSweeps: SweepView = {
  stored: [],
  shown: null,
  plan: null,
  mistake: null,
  asked: 0,
};

/** The view after news. */
export function heard(view: SweepView, news: SweepNews): SweepView {
  switch (news.type) {
    case "sweeps":
      return { ...view, stored: news.sweeps };
    case "planned":
      return news.ask === view.asked ? { ...view, plan: news.plan, mistake: null } : view;
    case "refused": {
      if (news.ask !== null && news.ask !== view.asked) return view;
      return { ...view, plan: null, mistake: news.mistake };
    }
    case "opened": {
      const { description } = news;
      return { ...view, shown: { description, state: "preparing", picture: null, effects: null } };
    }
    case "state":
      return onShown(view, news.id, { state: news.state });
    case "picture":
      return onShown(view, news.id, { picture: news.picture });
    case "effects":
      return onShown(view, news.id, { effects: news.series });
    case "removed":
      return view.shown?.description.id === news.id ? { ...view, shown: null } : view;
    case "cell":
      return view;
    default:
      return news satisfies never;
  }
}

function onShown(view: SweepView, id: string, change: Partial<ShownSweep>): SweepView {
  if (view.shown?.description.id !== id) return view;
  return { ...view, shown: { ...view.shown, ...change } };
}

/** What a sweep would take, before it begins. */
export function planInWords(plan: SweepPlan): string {
  const batches =
    plan.batches === 1
      ? "in one batch"
      : `in ${formatCount(plan.batches)} batches of up to ${formatCount(plan.together)}`;
  const time =
    plan.seconds === null
      ? "How long shows after the first generations."
      : `About ${formatDuration(plan.seconds)}, as the last run of this data and model.`;
  return `${counted(plan.cells, "cell")} ${batches}, ${counted(plan.lineages, "lineage")} in all. About ${formatBytes(plan.memoryBytes)} of memory at most. ${time}`;
}

export function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** How far a sweep is. */
export function progressInWords({ description, state, picture }: ShownSweep): string {
  if (picture === null) return "Preparing";
  const { done, underway, failed, secondsLeft } = picture;
  const parts = [`${formatCount(done)} of ${counted(description.cells, "cell")}`];
  if (failed.length > 0) parts.push(`${formatCount(failed.length)} failed`);
  if (state === "running" && underway !== null) {
    parts.push(
      `${formatCount(underway.cells.length)} under way, ${counted(underway.generations, "generation")} each`,
    );
  }
  if (state === "running" && secondsLeft !== null) {
    parts.push(`about ${formatDuration(secondsLeft)} left`);
  }
  return parts.join(" · ");
}
