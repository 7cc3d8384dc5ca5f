import { sqsErrors } from '../errors.ts';

/** The handle of a move: JSON of the task and its source, in base64, as AWS makes it. */
export function handleOf(taskId: string, sourceArn: string): string {
  return Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64');
}

/** What a handle names. Throws InvalidParameterValue for one that is none. */
export function parseTaskHandle(handle: string): { taskId: string; sourceArn: string } {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, 'base64').toString()) as Record<
      string,
      unknown
    >;
    if (typeof taskId === 'string' && typeof sourceArn === 'string') return { taskId, sourceArn };
  } catch {
    // Refused below like JSON of another shape.
  }
  throw sqsErrors.invalidParameter('Value for parameter TaskHandle is invalid.');
}
