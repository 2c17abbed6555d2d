// images/strokes — the lines that a pen draws for a random character, and how broad the pen is.
//
//   point = centre + shape · (control point + wobble)      shape: size, rotation and slant
//   line  = a cubic through the points, straight on either side of a corner
//
// Axes      L lineages · N images per lineage · G ways to write a character · P control points of one
//           · E pieces of line
// Units     control points in a box 14 x 20; `segments` and `pens` in pixels, (0, 0) the upper left
//           corner of the first pixel. `upTo` is 2³² times the probability of this glyph or one before
// Random    index n; draw 0 the glyph, 1 and 2 the shape, 3 and up the wobble of two points each
// Grid      one invocation per (l, n)
// Close     10⁻⁴ pixels; the glyph is exact
// Twin      src/kernels/images/strokes.ts

#import grid
#import random/normal

struct Params {
  L: u32,
  N: u32,
  G: u32,
  P: u32,
  E: u32,
  stream: u32,
  generation: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;              // [L, 2]
@group(0) @binding(2) var<storage, read> hands: array<f32>;               // [L, 3] slant, thickness, noise
@group(0) @binding(3) var<storage, read> upTo: array<u32>;                // [L, G], the last unused
@group(0) @binding(4) var<storage, read> glyphs: array<f32>;              // [G, P, 3] x, y, joint
@group(0) @binding(5) var<storage, read_write> segments: array<vec4f>;    // [L, N, E, 4] from, to
@group(0) @binding(6) var<storage, read_write> pens: array<vec2f>;        // [L, N, 2] radius, pieces

// Joints, in order: a smooth point, a corner, the first point of a stroke, no point at all.
const CORNER = 1.0;
const START = 2.0;
const ABSENT = 3.0;

const PIECES = 4u;  // of the line between two points
const LARGEST = 2.5;  // no character is further from the usual than so many deviations

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = gridIndex(invocation, groups);
  if i >= params.L * params.N {
    return;
  }
  let l = i / params.N;
  var at = randomAddress(keys[l], params.stream, params.generation, i - l * params.N);
  let word = randomBits(at).x;
  var glyph = 0u;
  for (var g = 0u; g + 1u < params.G; g++) {
    glyph += select(0u, 1u, word >= upTo[l * params.G + g]);
  }

  at.draw = 1u;
  let shape = clamp(randomNormal(at), vec4f(-LARGEST), vec4f(LARGEST));
  at.draw = 2u;
  let place = clamp(randomNormal(at), vec4f(-LARGEST), vec4f(LARGEST));
  let slant = 0.1 + hands[3u * l] * shape.x;
  let turn = 0.07 * shape.y;
  let size = vec2f(0.9 + 0.12 * shape.z, 0.9 + 0.06 * shape.w);
  let centre = vec2f(14.0) + 0.6 * place.xy;
  let radius = 0.5 * hands[3u * l + 1u] * (1.0 + 0.2 * place.z);

  var points: array<vec2f, 16>;
  var joints: array<f32, 17>;
  joints[params.P] = ABSENT;
  var wobble = vec4f();
  for (var p = 0u; p < params.P; p++) {
    if (p & 1u) == 0u {
      at.draw = 3u + p / 2u;
      wobble = 0.75 * clamp(randomNormal(at), vec4f(-LARGEST), vec4f(LARGEST));
    }
    let j = 3u * (glyph * params.P + p);
    let own = select(wobble.zw, wobble.xy, (p & 1u) == 0u);
    let x = size * (vec2f(glyphs[j], glyphs[j + 1u]) - vec2f(7.0, 10.0) + own);
    points[p] = centre + vec2f(x.x - (slant + turn) * x.y, x.y + turn * x.x);
    joints[p] = glyphs[j + 2u];
  }

  var count = 0u;
  let row = i * params.E;
  for (var p = 0u; p + 1u < params.P; p++) {
    if joints[p + 1u] >= START {
      continue;
    }
    let start = points[p];
    let end = points[p + 1u];
    let before = select(start, points[max(p, 1u) - 1u], joints[p] < CORNER);
    let after = select(end, points[min(p + 2u, params.P - 1u)],
      joints[p + 1u] < CORNER && joints[p + 2u] < START);
    // At a corner or an end the line leaves for the next point straight away.
    let leave = (end - before) * select(1.0, 0.5, joints[p] < CORNER);
    let arrive = (after - start)
      * select(1.0, 0.5, joints[p + 1u] < CORNER && joints[p + 2u] < START);
    var last = start;
    for (var s = 1u; s <= PIECES; s++) {
      let t = f32(s) / f32(PIECES);
      let u = 1.0 - t;
      let next = start * (u * u * (1.0 + 2.0 * t)) + leave * (t * u * u)
        + end * (t * t * (3.0 - 2.0 * t)) - arrive * (t * t * u);
      segments[row + count] = vec4f(last, next);
      last = next;
      count++;
    }
  }
  for (var e = count; e < params.E; e++) {
    segments[row + e] = vec4f();
  }
  pens[i] = vec2f(radius, f32(count));
}
