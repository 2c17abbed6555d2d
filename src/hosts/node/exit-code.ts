/** What the command line says to a shell. Signals add 128, as shells do themselves. */
export const ExitCode = { DONE: 0, FAILED: 1, MISTAKE: 2, DEVICE: 3 } as const;
