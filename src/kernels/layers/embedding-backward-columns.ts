import { covering, defineKernel } from "../../compute/kernel.ts";
import { embeddingBackward } from "./embedding-backward.ts";

const { links: _, ...bindings } = embeddingBackward.bindings;

/**
 * `embeddingBackward` four columns at a time, which needs no links. See
 * shaders/layers/embedding-backward-columns.wgsl.
 */
export const embeddingBackwardColumns = defineKernel({
  shader: "layers/embedding-backward-columns.wgsl",
  bindings,
  scalars: [],
  overrides: { WORKGROUP_SIZE: 4 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering((L * D) / 4, WORKGROUP_SIZE),
  suits: ({ software }) => software,
  reference: (arrays, scalars, axes) =>
    embeddingBackward.reference({ ...arrays, links: new Uint32Array() }, scalars, axes),
});
