/**
 * Alt with R, P, S, X or N presses the button inside what `rootOf` gives that says so, if it can be
 * pressed. Returns the function that ends it.
 */
export function listenForShortcuts(rootOf: () => ParentNode | undefined): () => void {
  const press = (event: KeyboardEvent) => pressShortcut(event, rootOf());
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}

function pressShortcut(event: KeyboardEvent, root: ParentNode | undefined): void {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const key = `Alt+${event.code.replace("Key", "")}`;
  const button = root?.querySelector<HTMLButtonElement>(
    `button[aria-keyshortcuts~="${key}"]:not(:disabled)`,
  );
  if (button === null || button === undefined) return;
  event.preventDefault();
  button.click();
}
