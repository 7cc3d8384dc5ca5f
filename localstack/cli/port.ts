/** Where a local AWS listens by default. */
export const DEFAULT_PORT = 4566;

/**
 * Reads a port from a command line.
 * @returns undefined for what is none
 */
export function portOf(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

/** What is wrong with it. */
export function noPort(text: string): string {
  return `--port ${text} is not a port: it must be a whole number from 0 to 65535.`;
}
