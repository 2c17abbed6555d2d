// grid — one running number per invocation, however the workgroups were folded.
//
// A dimension of a grid holds 65,535 workgroups; the backend folds more into y, so that the last
// row may overhang. Compare the index with the number of elements before anything else.

override WORKGROUP_SIZE: u32;

fn gridIndex(invocation: vec3u, workgroups: vec3u) -> u32 {
  return invocation.x + invocation.y * workgroups.x * WORKGROUP_SIZE;
}
