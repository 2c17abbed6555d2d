/** What only runs of texts, images and long work need, in one piece that is fetched then. */
export { LabLearning } from "./lab-learning.ts";
export { LabRidges } from "./lab-ridges.ts";
export { LabSamples } from "./lab-samples.ts";
