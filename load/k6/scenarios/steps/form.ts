/** A multipart/form-data body, as k6 sends it. */
export interface Form {
  readonly body: ArrayBuffer;
  readonly contentType: string;
}

const boundary = '----expense-tracker-load-form';

/**
 * A form as browsers send it: the fields in their order, the file last. k6's own form bodies have no order
 * (https://github.com/grafana/k6/issues/1571), and S3 ignores every field that comes after the file.
 */
export function formOf(
  fields: Readonly<Record<string, string>>,
  file: { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array },
): Form {
  const disposition = (name: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
  const head = Object.entries(fields).map(([name, value]) => `${disposition(name)}\r\n\r\n${value}\r\n`);
  const fileHead = `${disposition('file')}; filename="${file.name}"\r\nContent-Type: ${file.contentType}\r\n\r\n`;
  const start = ascii(head.join('') + fileHead);
  const end = ascii(`\r\n--${boundary}--\r\n`);
  const body = new Uint8Array(start.length + file.bytes.length + end.length);
  body.set(start);
  body.set(file.bytes, start.length);
  body.set(end, start.length + file.bytes.length);
  return { body: body.buffer, contentType: `multipart/form-data; boundary=${boundary}` };
}

/** The bytes of a text that is ASCII, as signed form fields are. */
export function ascii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}
