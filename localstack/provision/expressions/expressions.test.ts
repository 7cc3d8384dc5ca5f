// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, type Scope } from './evaluate.ts';
import { parseTemplate } from './parse.ts';
import { walk } from './references.ts';
import type { Value } from './syntax.ts';

const directory = mkdtempSync(join(tmpdir(), 'expressions-'));
const table = { arn: 'arn:t', name: 't', keys: ['pk', 'sk'], ttl: [{ enabled: true }], block: { on: 1 } };

const scope: Scope = {
  directory,
  resolve: (path) => {
    if (path[0] === 'aws_t' && path[1] === 'x-1') return { value: table, used: 2 };
    throw new Error(`unexpected ${path.join('.')}`);
  },
};

const value = (source: string): Value => evaluate(parseTemplate(source), scope);

describe('a template', () => {
  it.each<[string, Value]>([
    ['plain', 'plain'],
    ['', ''],
    ['${aws_t.x-1.arn}', 'arn:t'],
    ['${aws_t.x-1.arn}/index/*', 'arn:t/index/*'],
    ['a ${aws_t.x-1.name} b ${aws_t.x-1.name}', 'a t b t'],
    ['${aws_t.x-1.keys}', ['pk', 'sk']],
    ['${aws_t.x-1.keys[1]}', 'sk'],
    ['${aws_t.x-1.keys.0}', 'pk'],
    ['${aws_t.x-1["name"]}', 't'],
    ['${aws_t.x-1.ttl[0].enabled}', true],
    ['${aws_t.x-1.block[0].on}', 1],
    ['$${aws_t.x-1.arn}', '${aws_t.x-1.arn}'],
    ['%%{ if }', '%{ if }'],
    ['{% $states.input.id %}', '{% $states.input.id %}'],
    ['costs $5', 'costs $5'],
    ['{"Resource":"${aws_t.x-1.arn}"}', '{"Resource":"arn:t"}'],
    ['${"in ${aws_t.x-1.name} quotes \\"\\n\\u0041"}', 'in t quotes "\nA'],
  ])('%s has the value %j', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  it('without interpolations or escapes is itself', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/[$%]\{/.test(text));
        expect(value(text)).toBe(text);
      }),
    );
  });

  it('keeps any text that Terraform escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '%', '{', '}', 'a', '"', '\\') }), (text) => {
        const escaped = text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
        // `$${` is the escape itself: text that ends in a dollar before one is not written that way.
        fc.pre(!/\$\$\{|%%\{/.test(text));
        expect(value(escaped)).toBe(text);
      }),
    );
  });
});

describe('an expression', () => {
  it.each<[string, Value]>([
    ['${1 + 2 * 3 - 4 / 2}', 5],
    ['${(1 + 2) * -3}', -9],
    ['${7 % 4}', 3],
    ['${1 < 2 && !(2 <= 1) || false}', true],
    ['${1 >= 2 || 3 > 2}', true],
    ['${"a" == "a" ? "yes" : "no"}', 'yes'],
    ['${"a" != "a" ? "yes" : "no"}', 'no'],
    ['${[1, "b", true, null]}', [1, 'b', true, null]],
    ['${{ a = 1, "b" : aws_t.x-1.name }}', { a: 1, b: 't' }],
    ['${[]}', []],
    ['${1.5e2}', 150],
  ])('%s has the value %j', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  it.each<[string, Value]>([
    ['${join("/", ["a", "b"], ["c"])}', 'a/b/c'],
    ['${jsonencode({ b = "<${aws_t.x-1.name}>", a = [1, true] })}', '{"a":[1,true],"b":"\\u003ct\\u003e"}'],
    ['${jsondecode("{\\"a\\":[1]}").a[0]}', 1],
    ['${base64encode("é")}', 'w6k='],
    ['${base64sha256("a")}', createHash('sha256').update('a').digest('base64')],
    ['${concat([1], [2])}', [1, 2]],
    ['${merge({ a = 1 }, { a = 2, b = 3 })}', { a: 2, b: 3 }],
    ['${upper("a")}${lower("B")}', 'Ab'],
  ])('%s calls a function', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  it('reads files relative to the stack', () => {
    writeFileSync(join(directory, 'code.zip'), 'zip');
    expect(value('${filebase64sha256("code.zip")}')).toBe(
      createHash('sha256').update('zip').digest('base64'),
    );
  });

  it.each([
    ['${timestamp()}', 'the function timestamp() is not supported here'],
    ['${[for x in aws_t.x-1.keys : x]}', 'for expressions are not supported here'],
    ['${{for x in y : x => x}}', 'for expressions are not supported here'],
    ['${aws_t.x-1.keys[*]}', 'splat expressions ([*]) are not supported here'],
    ['%{ if true }', 'template directives'],
    ['${~ "a" ~}', 'strip markers (~) are not supported here'],
    ['${join("", x...)}', 'argument expansion (...) are not supported here'],
    ['${<<EOT\nEOT}', 'heredocs are not supported here'],
    ['${"open}', 'ends inside a quoted string'],
    ['${aws_t.x-1.arn', 'lacks a "}"'],
    ['${}', 'has "}" where a value belongs'],
    ['${aws_t.}', 'has a dot with no name after it'],
    ['${"\\q"}', 'has an unknown escape \\q'],
    ['a${aws_t.x-1.keys}', 'stands where a string is needed'],
    ['${"a" + 1}', 'stands where a number is needed'],
    ['${"a" ? 1 : 2}', 'stands where a bool is needed'],
    ['${aws_t.x-1.nothing}', 'there is no "nothing"'],
    ['${join("", 1)}', 'join() needs a list and got 1'],
  ])('%s is refused: %s', (source, message) => {
    expect(() => value(source)).toThrow(message);
  });
});

it('names every reference, however deep', () => {
  const paths: string[] = [];
  const calls: string[] = [];
  walk(
    parseTemplate('a${aws_a.b.c}${join(local.s, [data.x.y.z, true ? var.v[aws_i.j.k] : -local.n])}'),
    (path) => paths.push(path.join('.')),
    (name) => calls.push(name),
  );
  expect(paths).toEqual(['aws_a.b.c', 'local.s', 'data.x.y.z', 'var.v', 'aws_i.j.k', 'local.n']);
  expect(calls).toEqual(['join']);
});
