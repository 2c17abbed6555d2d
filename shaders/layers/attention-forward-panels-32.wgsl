// layers/attention-forward-panels-32 — layers/attention-forward-quads for heads of width 32.
// See layers/attention-forward-panels-16, which does the same.
//
// Twin      src/kernels/layers/attention-forward-panels-32.ts

enable subgroups;

#import layers/attention-panels

const FOURS = 8u;  // W / 4

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(subgroup_invocation_id) invocation: u32,
) {
  let i = workgroupIndex(group, groups);
  if i >= params.L * params.B * params.H {
    return;
  }
  attend(headOf(i), invocation & 3u);
}
