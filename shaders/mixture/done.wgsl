// mixture/done — what stands in the list of active lineages for one whose fit has come to rest.
//
// Twin      src/kernels/mixture/done.ts

const DONE = 0xffffffffu;
