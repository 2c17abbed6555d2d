// layers/attention-gradient — four columns of four rows of what the backward kernels read and write.
//
// Twin      none of its own: see layers/attention-backward-queries

fn gradientOutAt(at: vec4u) -> mat4x4f {
  return mat4x4f(gradientOut[at.x], gradientOut[at.y], gradientOut[at.z], gradientOut[at.w]);
}

fn gradientAt(at: vec4u) -> mat4x4f {
  return mat4x4f(gradient[at.x], gradient[at.y], gradient[at.z], gradient[at.w]);
}

fn setGradient(at: vec4u, fours: mat4x4f) {
  gradient[at.x] = fours[0];
  gradient[at.y] = fours[1];
  gradient[at.z] = fours[2];
  gradient[at.w] = fours[3];
}
