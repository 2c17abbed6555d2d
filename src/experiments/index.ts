import { chance } from "./presets/chance.ts";
import { loops } from "./presets/loops.ts";
import { manyModels } from "./presets/many-models.ts";
import { networks } from "./presets/networks.ts";
import { tailsAndFilters } from "./presets/tails-and-filters.ts";
import type { Preset } from "./presets/preset.ts";

/** In the order in which the page shows them; the first one is the default. */
export const presets: readonly Preset[] = [
  ...chance,
  ...loops,
  ...tailsAndFilters,
  ...manyModels,
  ...networks,
];
