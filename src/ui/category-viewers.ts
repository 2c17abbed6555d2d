/** What only runs of categories need, in one piece that is fetched then. */
export { LabDeaths } from "./lab-deaths.ts";
export { LabRanks } from "./lab-ranks.ts";
