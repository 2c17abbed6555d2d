import { readFileSync } from "node:fs";

/** Milliseconds between two looks. */
const INTERVAL_MS = 250;

/**
 * Tells whether the npm that started this process is gone. A kill reaches npm alone, and what it has
 * started would go on unseen, at work in a folder that somebody wants to resume.
 *
 * Without npm there is nothing to tell: a process may outlive its shell on purpose.
 */
export function openParentWatch(now: () => number): () => boolean {
  if (process.env["npm_lifecycle_event"] === undefined) return () => false;
  const before = ancestors();
  let next = now() + INTERVAL_MS;
  let isGone = false;
  return () => {
    if (isGone || now() < next) return isGone;
    next = now() + INTERVAL_MS;
    isGone = ancestors() !== before;
    return isGone;
  };
}

/** The parent, and the one above it: npm starts a shell, and that shell the program. */
function ancestors(): string {
  return `${process.ppid} ${parentOf(process.ppid)}`;
}

/** As Linux tells it; nothing elsewhere. */
function parentOf(id: number): string {
  try {
    // "pid (name) state parent ...", where a name may hold anything, parentheses too
    const fields = readFileSync(`/proc/${id}/stat`, "utf8").split(")").at(-1)!.trim().split(" ");
    return fields[1];
  } catch {
    return "";
  }
}
