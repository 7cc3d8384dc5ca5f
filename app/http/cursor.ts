import { createHash } from 'node:crypto';
import { problem } from './problems.ts';

/**
 * Writes where a list continues as an opaque text. The check sum covers the list (its name, its owner and its
 * filters), so that a cursor that was cut, changed or taken to another list is refused. It guards against
 * mistakes, not against forgery: what a list may show never depends on the cursor.
 */
export function encodeCursor(list: string, position: string): string {
  return Buffer.from(`${checkSum(list, position)}${position}`).toString('base64url');
}

/** The position in `cursor`, which must be one of `list`. Throws `request.cursor`. */
export function decodeCursor(list: string, cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  const position = text.slice(checkSumLength);
  const whole = Buffer.from(text).toString('base64url') === cursor;
  if (!whole || text.slice(0, checkSumLength) !== checkSum(list, position)) {
    throw problem('request.cursor', {
      errors: [
        { pointer: 'query/cursor', message: 'must be a cursor that this list with these filters gave' },
      ],
    });
  }
  return position;
}

const checkSumLength = 16;

function checkSum(list: string, position: string): string {
  return createHash('sha256').update(`${list}\n${position}`).digest('base64url').slice(0, checkSumLength);
}
