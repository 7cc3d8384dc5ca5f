/** Whether an error is the service's way of saying that there is no such thing. */
export function isNotFound(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** The result of `read`, or undefined when the service says that there is none. */
export async function unlessNotFound<T>(
  read: Promise<T>,
  ...names: readonly string[]
): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isNotFound(error, ...names)) return undefined;
    throw error;
  }
}
