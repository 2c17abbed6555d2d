// layers/attention-backward-memory — what layers/attention-backward-panels loads of a lane's keys and
// values, and what it stores of their gradients.

#import layers/attention-backward-places

fn loadKey(kept: ptr<function, Kept>, key: u32, n: u32, j: u32) {
  (*kept)[KEYS + 4u * n + j] = qkv[key + j];
  (*kept)[VALUES + 4u * n + j] = qkv[key + params.D / 4u + j];
}

fn loadKeys(kept: ptr<function, Kept>, key: u32, n: u32) {
  loadKey(kept, key, n, 0u);
  loadKey(kept, key, n, 1u);
  if FOURS > 2u {
    loadKey(kept, key, n, 2u);
  }
  if FOURS > 3u {
    loadKey(kept, key, n, 3u);
  }
}

fn storeKey(kept: ptr<function, Kept>, key: u32, n: u32, j: u32) {
  // The queries that these were summed over were in bits.
  gradient[key + j] = (*kept)[KEY_SUMS + 4u * n + j] * LN_2;
  gradient[key + params.D / 4u + j] = (*kept)[VALUE_SUMS + 4u * n + j];
}

fn storeKeys(kept: ptr<function, Kept>, key: u32, n: u32) {
  storeKey(kept, key, n, 0u);
  storeKey(kept, key, n, 1u);
  if FOURS > 2u {
    storeKey(kept, key, n, 2u);
  }
  if FOURS > 3u {
    storeKey(kept, key, n, 3u);
  }
}

fn clearKey(kept: ptr<function, Kept>, at: u32) {
  (*kept)[at] = vec4f();
  (*kept)[at + 1u] = vec4f();
  if FOURS > 2u {
    (*kept)[at + 2u] = vec4f();
  }
  if FOURS > 3u {
    (*kept)[at + 3u] = vec4f();
  }
}

fn clearKeys(kept: ptr<function, Kept>, at: u32) {
  clearKey(kept, at);
  clearKey(kept, at + 4u);
  clearKey(kept, at + 8u);
  clearKey(kept, at + 12u);
  clearKey(kept, at + 16u);
  clearKey(kept, at + 20u);
  clearKey(kept, at + 24u);
  clearKey(kept, at + 28u);
}

// The sums of eight keys begin with what is there, or with nothing: then with a single turn.
fn beginSums(kept: ptr<function, Kept>, head: Head, first: u32, skipped: u32) {
  clearKeys(kept, KEY_SUMS);
  clearKeys(kept, VALUE_SUMS);
  let isAdded = params.accumulate == 1u;
  let count = min(FOURS, 4u);
  var i = select(16u * count - 1u, 0u, isAdded);
  loop {
    let j = i % count;
    let key = (i / count) % 8u;
    let part = i / (8u * count);
    let place = partOf(head, min(first + key, params.T - 1u), 1u + part) + skipped;
    let factor = select(LOG2_E, 1.0, part == 1u);
    (*kept)[KEY_SUMS + 32u * part + 4u * key + j] =
      select(vec4f(), gradient[place + j] * factor, isAdded);
    continuing { i++; break if i >= 16u * count; }
  }
}
