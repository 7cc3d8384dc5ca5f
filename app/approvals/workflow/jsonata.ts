/** Marks `expression` as JSONata in the way the States Language does. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}
