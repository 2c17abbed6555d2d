/**
 * Makes paths of the command line relative to where the user stands. npm runs a script in the folder
 * of the package, whatever folder it was called from.
 */
export function standWhereCalled(...scripts: readonly string[]): void {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  // Programs that a test of the lab starts inherit both, and have a folder of their own.
  if (script === undefined || !scripts.includes(script) || folder === undefined) return;
  process.chdir(folder);
}
