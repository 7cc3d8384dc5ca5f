/** A cell of a CSV file, in quotes (with its quotes doubled) or not. */
const QUOTED = /"((?:[^"]|"")*)"/y;

/** The rows of a CSV text (RFC 4180); empty lines are none. */
export function parseCsv(text: string, delimiter = ','): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let position = 0;
  while (position <= text.length) {
    const { cell, end } = readCell(text, position, delimiter);
    row.push(cell);
    position = end + 1;
    if (text[end] === delimiter) continue;
    if (text[end] === '\r' && text[position] === '\n') position += 1;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}

function readCell(text: string, start: number, delimiter: string): { cell: string; end: number } {
  QUOTED.lastIndex = start;
  const quoted = QUOTED.exec(text);
  let end = quoted ? QUOTED.lastIndex : start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { cell: quoted ? (quoted[1] ?? '').replaceAll('""', '"') : text.slice(start, end), end };
}
