/** A multipart/form-data body, as it is sent. */
export interface Form {
  readonly body: ArrayBuffer;
  readonly contentType: string;
}

const boundary = '----expense-tracker-load-form';

/**
 * A form as browsers send it: the fields in their order, the file last. k6's own form bodies have no order
 * (https://github.com/grafana/k6/issues/1571), and S3 ignores every field that comes after the file.
 *
 * @param file its bytes in pieces
 */
export function formOf(
  fields: Readonly<Record<string, string>>,
  file: { readonly name: string; readonly contentType: string; readonly bytes: readonly Uint8Array[] },
): Form {
  const disposition = (name: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
  const head = Object.entries(fields).map(([name, value]) => `${disposition(name)}\r\n\r\n${value}\r\n`);
  const fileHead = `${disposition('file')}; filename="${file.name}"\r\nContent-Type: ${file.contentType}\r\n\r\n`;
  const body = joined([ascii(head.join('') + fileHead), ...file.bytes, ascii(`\r\n--${boundary}--\r\n`)]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}

function joined(pieces: readonly Uint8Array[]): ArrayBuffer {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all.buffer;
}

/** The bytes of a text that is ASCII, as signed form fields are. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from([...text], (character) => character.charCodeAt(0));
}
