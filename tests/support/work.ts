import type { Progress } from "../../src/families/family.ts";

/** What long work returns in the end. */
export async function finished<T>(work: AsyncGenerator<Progress, T, void>): Promise<T> {
  for (;;) {
    const { done, value } = await work.next();
    if (done === true) return value;
  }
}
