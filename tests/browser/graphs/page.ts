interface Answer {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const waiting = new Map<number, PromiseWithResolvers<unknown>>();
let asked = 0;

worker.addEventListener("message", ({ data: { id, answer, error } }: MessageEvent<Answer>) => {
  if (error === undefined) waiting.get(id)?.resolve(answer);
  else waiting.get(id)?.reject(new Error(error));
  waiting.delete(id);
});

/** Asks one of the worker's questions. */
Object.assign(globalThis, {
  ask: (name: string, given: readonly unknown[]) => {
    const answer = Promise.withResolvers<unknown>();
    const id = asked++;
    waiting.set(id, answer);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    worker.postMessage({ id, name, given });
    return answer.promise;
  },
});
