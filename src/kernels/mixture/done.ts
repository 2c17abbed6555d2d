/** In the list of active lineages: one whose fit has come to rest. See shaders/mixture/done.wgsl. */
export const DONE = 0xffffffff;
