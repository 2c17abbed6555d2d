import type { Extinction, GroupCurve, GroupCurves } from "./group-curves.ts";
import type { Group } from "./groups.ts";

/** What a closed form says of one group. */
export interface GroupLaw {
  /** Of the group. */
  readonly name: string;
  /** The formula in a few words. */
  readonly title: string;
  readonly source: string;
  /** By generation, as far as it says anything. */
  readonly survival: readonly number[];
}

/** What is known of groups beside what is measured. */
export interface KnownGroups {
  /** Those of the real data. */
  readonly real: readonly Group[];
  readonly laws: readonly GroupLaw[];
}

/** What is drawn of groups, one line for each. */
export interface GroupQuantity {
  /** In kebab-case. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly unit: string;
  /** Null for a group of which nobody can tell. */
  readonly values: (group: GroupCurve) => readonly number[] | null;
  /** The same by theory, where there is one. */
  readonly foreseen?: (law: GroupLaw) => readonly number[];
}

const quantities: readonly GroupQuantity[] = [
  {
    name: "groups-shares",
    title: "Shares of groups",
    summary: "How much of what the models draw belongs to each group of the real data; means.",
    unit: "share",
    values: ({ shares }) => shares,
  },
  {
    name: "groups-survival",
    title: "Survival of groups",
    summary: "In how many of the lineages each group has been drawn in every generation so far.",
    unit: "share of lineages",
    values: ({ survival }) => survival,
    foreseen: ({ survival }) => survival,
  },
  {
    name: "groups-recall",
    title: "Recall of rare members",
    summary: "How much of the rarest tenth of each group the models still draw; means.",
    unit: "share",
    values: ({ recall }) => recall,
  },
];

/** Those that can be told of any group of a run. */
export function groupQuantities({ groups }: GroupCurves): readonly GroupQuantity[] {
  return quantities.filter(({ values }) => groups.some((group) => values(group) !== null));
}

/** A line by theory beside that of group `place`. */
export interface ForeseenLine {
  readonly place: number;
  /** [generation, value]. */
  readonly points: readonly (readonly [number, number])[];
}

/** What theory says of a quantity, and by which formula; null where it says nothing. */
export function foreseenOf(
  { groups, generations }: GroupCurves,
  { foreseen }: GroupQuantity,
  { laws }: KnownGroups,
): { readonly lines: readonly ForeseenLine[]; readonly note: string } | null {
  if (foreseen === undefined) return null;
  const lines = groups.flatMap(({ name }, place) => {
    const law = laws.find((one) => one.name === name);
    if (law === undefined) return [];
    const values = foreseen(law);
    const reached = generations.filter((g) => g < values.length);
    return reached.length < 2
      ? []
      : [{ place, points: reached.map((g) => [g, values[g]] as const) }];
  });
  const [{ title, source }] = laws.length === 0 ? [{ title: "", source: "" }] : laws;
  return lines.length === 0 ? null : { lines, note: `Thin lines: theory, ${title} (${source}).` };
}

/** The times to extinction as a table. */
export interface ExtinctionTable {
  readonly title: string;
  readonly summary: string;
  readonly columns: readonly { readonly title: string; readonly about: string }[];
  readonly rows: readonly (readonly string[])[];
}

export function extinctionTable(
  { generations, groups }: GroupCurves,
  { real }: KnownGroups,
): ExtinctionTable {
  const last = generations.at(-1)!;
  return {
    title: "Time to extinction",
    summary: `A group is extinct in a lineage from the first generation on in which the model draws none of it, or, of categories, gives none of it a chance. Where that has not happened by generation ${last} nobody knows when it will, and the median counts such lineages as followed so far: Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452.`,
    columns: [
      { title: "group", about: "" },
      { title: "real", about: "how much of the real data belongs to it" },
      { title: "extinct", about: "in so many lineages" },
      { title: "median", about: "the generation from which on it is extinct in half of them" },
      { title: "came back", about: "in so many of the lineages in which it had been extinct" },
    ],
    rows: groups.map(({ name, extinction }) => {
      const share = real.find((group) => group.name === name)?.share;
      const said = share === undefined ? "" : String(Number(share.toPrecision(3)));
      return [name, said, ...inWords(extinction, last)];
    }),
  };
}

function inWords({ lineages, extinct, returned, median }: Extinction, last: number): string[] {
  return [
    `${extinct} of ${lineages}`,
    median === null ? `after ${last}` : String(median),
    extinct === 0 ? "" : `${returned} of ${extinct}`,
  ];
}
