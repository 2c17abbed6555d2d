// grid — one running number per invocation, however the workgroups were folded or shared out.
//
// A dimension of a grid holds 65,535 workgroups; the backend folds more into y, so that the last
// row may overhang. Compare the index with the number of elements before anything else. And what
// takes long it does in several dispatches, each of which begins with another workgroup.

override WORKGROUP_SIZE: u32;

@group(1) @binding(0) var<uniform> firstWorkgroup: u32;

fn gridIndex(invocation: vec3u, workgroups: vec3u) -> u32 {
  return invocation.x + (invocation.y * workgroups.x + firstWorkgroup) * WORKGROUP_SIZE;
}

// The same of a whole workgroup, for those that share memory.
fn workgroupIndex(group: vec3u, workgroups: vec3u) -> u32 {
  return group.x + group.y * workgroups.x + firstWorkgroup;
}
