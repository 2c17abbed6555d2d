/** "samplingBias" as people read it: "sampling bias". */
export function settingLabel(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

/** The message without the place in the file, which the page shows by where it puts the message. */
export function withoutPath(message: string, path: string | null): string {
  return path !== null && message.startsWith(`${path}: `)
    ? message.slice(path.length + 2)
    : message;
}
