/** Alt with a letter presses the button inside `root` that says so, if it can be pressed. */
export function pressShortcut(event: KeyboardEvent, root: ParentNode | undefined): void {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const key = `Alt+${event.code.replace("Key", "")}`;
  const button = root?.querySelector<HTMLButtonElement>(
    `button[aria-keyshortcuts~="${key}"]:not(:disabled)`,
  );
  if (button === null || button === undefined) return;
  event.preventDefault();
  button.click();
}
