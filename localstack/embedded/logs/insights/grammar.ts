import { unsupported } from '../errors.ts';
import { malformedQuery } from './errors.ts';
import { parseExpression } from './expression-grammar.ts';
import { MOST_ROWS } from './limits.ts';
import type { Column, Command, Expression, Search } from './syntax.ts';
import { Tokens } from './tokens.ts';

/** Commands that AWS has and this does not: named, never ignored. */
const NOT_BUILT = new Set([
  'addtotals',
  'anomaly',
  'diff',
  'fieldindex',
  'filterindex',
  'join',
  'lookup',
  'pattern',
  'source',
  'subquery',
  'unmask',
  'unnest',
]);

const COMMANDS: Readonly<Record<string, (tokens: Tokens) => Command>> = {
  fields: (tokens) => ({ kind: 'fields', columns: columnsOf(tokens) }),
  display: (tokens) => ({ kind: 'display', columns: columnsOf(tokens) }),
  filter: (tokens) => ({ kind: 'filter', condition: parseExpression(tokens) }),
  stats: statsOf,
  sort: sortOf,
  limit: limitOf,
  dedup: (tokens) => ({ kind: 'dedup', by: listOf(tokens, () => parseExpression(tokens)) }),
  parse: parseOf,
};

/**
 * Reads a query of Logs Insights (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html):
 * commands that are joined by `|`.
 *
 * @throws MalformedQueryException with the place of what is wrong; NotImplemented naming a command that is not built
 */
export function parseQuery(query: string): Command[] {
  const tokens = new Tokens(query);
  const commands: Command[] = [];
  // Some queries begin with the sign that joins commands.
  tokens.accept('|');
  do {
    const { next } = tokens;
    const name = next.kind === 'name' ? next.text.toLowerCase() : '';
    if (NOT_BUILT.has(name)) throw unsupported('StartQuery', `the command ${name}`);
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    // AWS takes no command but limit after dedup.
    const afterDedup = commands.some(({ kind }) => kind === 'dedup');
    if (!command || (afterDedup && name !== 'limit')) throw tokens.unexpected();
    tokens.take();
    commands.push(command(tokens));
  } while (tokens.accept('|'));
  if (tokens.next.kind !== 'end') throw tokens.unexpected();
  return commands;
}

function listOf<T>(tokens: Tokens, item: () => T): T[] {
  const items = [item()];
  while (tokens.accept(',')) items.push(item());
  return items;
}

function columnsOf(tokens: Tokens): Column[] {
  return listOf(tokens, () => {
    const { start } = tokens.next;
    const expression = parseExpression(tokens);
    const written = expression.kind === 'field' ? expression.name : tokens.since(start);
    return { expression, name: tokens.accept('as') ? nameOf(tokens) : written };
  });
}

function nameOf(tokens: Tokens): string {
  const token = tokens.take();
  if (token.kind !== 'name' && token.kind !== 'quoted-name') throw tokens.unexpected(token);
  return token.text;
}

function statsOf(tokens: Tokens): Command {
  const columns = columnsOf(tokens);
  return { kind: 'stats', columns, by: tokens.accept('by') ? columnsOf(tokens) : [] };
}

function sortOf(tokens: Tokens): Command {
  const keys = listOf(tokens, () => {
    const by = parseExpression(tokens);
    const descending = tokens.accept('desc');
    if (!descending) tokens.accept('asc');
    return { by, descending };
  });
  return { kind: 'sort', keys };
}

function limitOf(tokens: Tokens): Command {
  const token = tokens.take();
  const count = Number(token.text);
  if (token.kind !== 'number' || !Number.isInteger(count)) throw tokens.unexpected(token);
  if (count < 1 || count > MOST_ROWS) {
    throw malformedQuery(`limit has to be between 1 and ${MOST_ROWS}.`, token.start, token.end);
  }
  return { kind: 'limit', count };
}

function parseOf(tokens: Tokens): Command {
  // Without a field, the whole message is parsed.
  const message: Expression = { kind: 'field', name: '@message' };
  const named = tokens.next.kind === 'name' || tokens.next.kind === 'quoted-name';
  const of: Expression = named ? { kind: 'field', name: nameOf(tokens) } : message;
  const by = parsedBy(tokens);
  const names = tokens.accept('as') ? listOf(tokens, () => nameOf(tokens)) : [];
  if (by.kind === 'text' && by.text.split('*').length - 1 !== names.length) throw tokens.unexpected();
  return { kind: 'parse', of, by, names };
}

function parsedBy(tokens: Tokens): Search {
  if (tokens.next.kind === 'string') return { kind: 'text', text: tokens.take().text };
  const regex = tokens.regex();
  if (!regex) throw tokens.unexpected();
  return { kind: 'regex', ...regex };
}
