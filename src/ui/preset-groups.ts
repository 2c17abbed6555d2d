import type { Catalog, PluginEntry, PresetEntry } from "../catalog.ts";
import { entryOf } from "./draft.ts";

type Kind = NonNullable<PluginEntry["kind"]>;

/** Experiments about the same kind of data. */
export interface PresetGroup {
  readonly kind: Kind;
  readonly title: string;
  readonly presets: readonly PresetEntry[];
}

const TITLES: Readonly<Record<Kind, string>> = {
  vector: "Bell curves",
  category: "Categories and words",
  image: "Images",
  tokens: "Language",
};

/** Every preset once, those of a kind together and in their order. */
export function groupsOf(catalog: Catalog): PresetGroup[] {
  const kindOf = ({ experiment }: PresetEntry) => {
    const { name } = experiment["dataset"] as { readonly name: string };
    return entryOf(catalog, "datasets", name)?.kind ?? "vector";
  };
  return (Object.keys(TITLES) as Kind[])
    .map((kind) => ({
      kind,
      title: TITLES[kind],
      presets: catalog.presets.filter((preset) => kindOf(preset) === kind),
    }))
    .filter(({ presets }) => presets.length > 0);
}
