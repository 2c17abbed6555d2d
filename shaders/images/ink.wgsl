// images/ink — what a round pen leaves on the pixels along its lines.
//
//   values = ink · (1 + noise · z), at most 1      ink = clamp((radius - distance) / 1.2 + 1/2, 0, 1)
//
// Axes      L lineages · N images per lineage · E pieces of line · D pixels of an image, row by row;
//           D a multiple of 4
// Units     pixels, (0, 0) the upper left corner of the first pixel; grey values from 0 to 1
// Random    index n, draw 16 + d / 4: one Philox block for four neighbours
// Grid      one invocation per (l, n, four pixels)
// Close     10⁻⁴
// Twin      src/kernels/images/ink.ts

#import grid
#import random/normal

struct Params {
  L: u32,
  N: u32,
  E: u32,
  D: u32,
  width: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;            // [L, 2]
@group(0) @binding(2) var<storage, read> hands: array<f32>;             // [L, 3] slant, thickness, noise
@group(0) @binding(3) var<storage, read> segments: array<vec4f>;        // [L, N, E, 4] from, to
@group(0) @binding(4) var<storage, read> pens: array<vec2f>;            // [L, N, 2] radius, pieces
@group(0) @binding(5) var<storage, read_write> values: array<vec4f>;    // [L, N, D]

const SOFTNESS = 1.2;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  let fours = params.D / 4u;
  if i >= params.L * params.N * fours {
    return;
  }
  let image = i / fours;
  let four = i - image * fours;
  let l = image / params.N;

  let d = 4u * four + vec4u(0u, 1u, 2u, 3u);
  let x = vec4f(d % params.width) + 0.5;
  let y = vec4f(d / params.width) + 0.5;
  let pen = pens[image];
  var nearest = vec4f(1e6);  // squared distance
  for (var e = 0u; e < u32(pen.y); e++) {
    let segment = segments[image * params.E + e];
    let way = segment.zw - segment.xy;
    let fromX = x - segment.x;
    let fromY = y - segment.y;
    let t = saturate((fromX * way.x + fromY * way.y) / max(dot(way, way), 1e-12));
    let offX = fromX - t * way.x;
    let offY = fromY - t * way.y;
    nearest = min(nearest, offX * offX + offY * offY);
  }
  let ink = saturate((pen.x - sqrt(nearest)) / SOFTNESS + 0.5);

  var at = randomAddress(keys[l], params.stream, params.generation, image - l * params.N);
  at.draw = 16u + four;
  values[i] = saturate(ink * (1.0 + hands[3u * l + 2u] * randomNormal(at)));
}
