// training/plan-step — what this step does to each lineage: how far, how much clipped, or nothing.
//
//   plan[l] = (scale, rate / (1 - β₁^t), 1 / √(1 - β₂^t), 1 - rate · decay)
//   scale = min(1, clip / (norm + 10⁻⁶)), 0 where loss or norm is not finite or nearly not:
//           the step is left out
//
// t counts the steps that were taken. The rate rises evenly from 0 over the warm-up, then stays
// (schedule 0) or falls to 0 on a line (1) or half a cosine (2).
//
// Axes      L lineages · G partial sums of the squared norm · K steps that the trace keeps
// Units     settings are (learning rate, weight decay, clip, warm-up in steps); counters (steps left
//           out, those in a row, 1 + the first of PATIENCE in a row or 0); decays are ln β
// Grid      one invocation per l
// Close     10⁻⁶ relative
// Source    Kingma & Ba 2015, arXiv:1412.6980; Loshchilov & Hutter 2019, arXiv:1711.05101;
//           clipping: Pascanu et al. 2013, arXiv:1211.5063, as in PyTorch; schedules as in
//           Hugging Face Transformers, optimization.py
// Twin      src/kernels/training/plan-step.ts

#import grid
#import math/exponential

override PATIENCE: u32;

const LARGEST_SQUARE = 1e38;  // of a norm; a sum that overflows is beyond, too

struct Params {
  L: u32,
  G: u32,
  K: u32,
  total: u32,
  schedule: u32,
  logFirst: f32,
  logSecond: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> clock: array<u32>;              // [1]: the step, from 0
@group(0) @binding(2) var<storage, read> squares: array<f32>;            // [L, G]
@group(0) @binding(3) var<storage, read> loss: array<f32>;               // [L]
@group(0) @binding(4) var<storage, read> settings: array<vec4f>;         // [L, 4]
@group(0) @binding(5) var<storage, read_write> counters: array<u32>;     // [L, 3]
@group(0) @binding(6) var<storage, read_write> trace: array<vec2f>;      // [L, K, 2]: loss, norm
@group(0) @binding(7) var<storage, read_write> plan: array<vec4f>;       // [L, 4]

// 1 - e^x for x ≤ 0, without the cancellation near 0.
fn oneMinusExponential(x: f32) -> f32 {
  if x < -0.5 {
    return 1.0 - exponential(x);
  }
  let tail = 1.0 + x / 5.0 * (1.0 + x / 6.0 * (1.0 + x / 7.0 * (1.0 + x / 8.0)));
  return -x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * tail)));
}

// (1 + cos π s) / 2 = ½ - sin u cos u for u = π (s - ½) / 2, with the polynomials of random/normal.
fn halfCosine(s: f32) -> f32 {
  let u = (s - 0.5) * 1.5707963267948966;
  let uu = u * u;
  let sine = u + u * uu * (-1.6666654611e-1 + uu * (8.3321608736e-3 - uu * 1.9515295891e-4));
  let cosine = 1.0 - 0.5 * uu
    + uu * uu * (4.166664568298827e-2 + uu * (-1.388731625493765e-3 + uu * 2.443315711809948e-5));
  return max(0.0, 0.5 - sine * cosine);
}

fn rateFactor(warmUp: f32) -> f32 {
  let step = f32(clock[0]);
  if step < warmUp {
    return step / max(1.0, warmUp);
  }
  let progress = min(1.0, (step - warmUp) / max(1.0, f32(params.total) - warmUp));
  switch params.schedule {
    case 1u: { return 1.0 - progress; }
    case 2u: { return halfCosine(progress); }
    default: { return 1.0; }
  }
}

// By the bits, and of numbers as they lie in memory alone: a compiler may take it for granted that what
// comes out of arithmetic is finite, even where its bits are looked at.
fn isFinite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var square = 0.0;
  var isSound = isFinite(loss[l]);
  for (var g = 0u; g < params.G; g++) {
    let part = squares[l * params.G + g];
    isSound = isSound && isFinite(part);
    square += part;
  }
  let norm = sqrt(square);
  trace[l * params.K + clock[0] % params.K] = vec2f(loss[l], norm);

  if !(isSound && square < LARGEST_SQUARE) {
    counters[3u * l]++;
    counters[3u * l + 1u]++;
    if counters[3u * l + 1u] == PATIENCE && counters[3u * l + 2u] == 0u {
      counters[3u * l + 2u] = clock[0] + 2u - PATIENCE;
    }
    plan[l] = vec4f(0.0);
    return;
  }
  counters[3u * l + 1u] = 0u;
  let t = f32(clock[0] + 1u - counters[3u * l]);
  let given = settings[l];
  let rate = given.x * rateFactor(given.w);
  plan[l] = vec4f(
    select(1.0, given.z / (norm + 1e-6), norm + 1e-6 > given.z),
    rate / oneMinusExponential(t * params.logFirst),
    inverseSqrt(oneMinusExponential(t * params.logSecond)),
    1.0 - rate * given.y,
  );
}
