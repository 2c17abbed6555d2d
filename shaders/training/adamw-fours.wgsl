// training/adamw-fours — training/adamw where every row is made of whole fours.
//
//   g = scale · gradient
//   first  += (g - first) · firstRate          second += (g² - second) · secondRate
//   weight  = keep · weight - stride · first / (√second · correction + epsilon)
//
// The four numbers of a lineage come from training/plan-step; where scale is 0 all stays as it is.
//
// Axes      L lineages · P elements of the chunk per lineage · R rows of it
// Units     a row is (first element in lineage 0, elements to the next lineage, length, decays);
//           rates are 1 - β; keep is 1 for rows that do not decay
// Grid      one invocation per (l, r, j): EACH fours of a row, every ROW / 4 EACH-th from j on
// Close     10⁻⁶ relative to the weight and to the step
// Source    Loshchilov & Hutter 2019, arXiv:1711.05101, in the order of torch.optim.AdamW
// Twin      src/kernels/training/adamw-fours.ts

#import grid

override ROW: u32;
override EACH: u32;

struct Params {
  L: u32,
  R: u32,
  firstRate: f32,
  secondRate: f32,
  epsilon: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> rows: array<vec4u>;             // [R, 4]
@group(0) @binding(2) var<storage, read> plan: array<vec4f>;             // [L, 4]
@group(0) @binding(3) var<storage, read> gradients: array<vec4f>;        // [L, P]
@group(0) @binding(4) var<storage, read_write> weights: array<vec4f>;    // [L, P]
@group(0) @binding(5) var<storage, read_write> first: array<vec4f>;      // [L, P]
@group(0) @binding(6) var<storage, read_write> second: array<vec4f>;     // [L, P]

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let span = ROW / 4u / EACH;
  let perLineage = params.R * span;
  let i = gridIndex(invocation, groups);
  if i >= params.L * perLineage {
    return;
  }
  let l = i / perLineage;
  let rj = i - l * perLineage;
  let row = rows[rj / span];
  let step = plan[l];  // scale, stride, correction, keep
  if step.x == 0.0 {
    return;
  }
  let keep = select(1.0, step.w, row.w == 1u);
  var four = rj % span;
  if 4u * four >= row.z {
    return;
  }
  let start = (row.x + l * row.y) / 4u;
  loop {
    let e = start + four;
    let g = step.x * gradients[e];
    let m = first[e];
    let v = second[e];
    let newM = m + (g - m) * params.firstRate;
    let newV = v + (g * g - v) * params.secondRate;
    first[e] = newM;
    second[e] = newV;
    weights[e] = keep * weights[e] - step.y * newM / (sqrt(newV) * step.z + params.epsilon);
    continuing { four += span; break if 4u * four >= row.z; }
  }
}
