// math/past — where a processor plays the graphics card, a place past which nothing keeps a register.

// The number itself, if it is neither large nor negative. A remainder is a call of the C library there.
// Each call is to have a limit of its own, and the result to be used, or one would do for all.
fn past(x: f32, limit: f32) -> f32 {
  return x % limit;
}
