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

const THIRD = `0.${'3'.repeat(154)}5`;

// What `terraform console` (1.11.4) answers.
describe('an expression has the value that Terraform gives it', () => {
  it.each<[string, Value]>([
    // Numbers in full, of 512 bits.
    ['a${1 / 3}', `a${THIRD}`],
    ['a${2 / 3}', `a0.${'6'.repeat(153)}7`],
    ['a${10 / 3}', `a3.${'3'.repeat(153)}2`],
    ['a${7 % 0.3}', `a0.0${'9'.repeat(152)}88`],
    ['a${0.1 + 0.2}', 'a0.3'],
    ['a${1e21}', 'a1000000000000000000000'],
    ['a${1e-10}', 'a0.0000000001'],
    ['a${12345678901234567890123456789012345678 + 1}', 'a12345678901234567890123456789012345679'],
    ['a${123456789.123456789012345678901234567890}', 'a123456789.12345678901234567890123456789'],
    ['a${1.50}b${true}', 'a1.5btrue'],
    ['a${-0.5}', 'a-0.5'],
    ['${1 / 3 * 3 == 1}', true],
    ['${1 / 3 == 0.3333333333333333}', false],
    ['${0.1 * 3 == 0.3}', true],
    ['${5 % 3}', 2],
    ['${-5 % 3}', -2],
    ['${5 % -3}', 2],
    ['${5.5 % 2}', 1.5],
    ['${5 % 0}', 5],
    ['${1e100 % 7}', 4],
    ['${123456789012345678901234567890 % 1000}', 890],
    // What is a number, and what a bool.
    ['${"1e2" + 1}', 101],
    ['${"+5" + 1}', 6],
    ['${".5" + 1}', 1.5],
    ['${"5." * 2}', 10],
    ['${-"5"}', -5],
    ['${1 < "2"}', true],
    ['${"10" > 9}', true],
    ['${"1" && true}', true],
    ['${!"true"}', false],
    // Equality knows types, and no order of names.
    ['${{ a = 1, b = 2 } == { b = 2, a = 1 }}', true],
    ['${{ a = 1 } == { a = "1" }}', false],
    ['${{ a = 1, b = 2 } == { a = 1 }}', false],
    ['${{ a = null } == {}}', false],
    ['${[1, [2, { c = 3 }]] == [1, [2, { c = 3 }]]}', true],
    ['${["1"] == [1]}', false],
    ['${1 == "1"}', false],
    ['${true == "true"}', false],
    ['${1 == 1.0}', true],
    ['${null == null}', true],
    ['${null == ""}', false],
    ['${{ a = 1 } != { a = 1 }}', false],
    // Both results of a conditional have one type.
    ['${true ? 1 : "a"}', '1'],
    ['${false ? "1" : 2}', '2'],
    ['${true ? [1] : ["a"]}', ['1']],
    ['${true ? [1] : ["a", 2]}', ['1']],
    ['${true ? [1] : [1, 2]}', [1]],
    ['${true ? { a = 1 } : { a = "x" }}', { a: '1' }],
    ['${true ? { a = 1 } : { b = "x" }}', { a: '1' }],
    ['${true ? { a = [1] } : { a = ["x"] }}', { a: ['1'] }],
    ['${true ? {} : { a = 1 }}', {}],
    ['${true ? null : 1}', null],
    ['${true ? [null] : ["a"]}', [null]],
    ['${true ? 1 : [1][5]}', 1],
    ['${"true" ? 1 : 2}', 1],
    ['${jsonencode(true ? { a = 1 } : { a = "x" })}', '{"a":"1"}'],
    // Functions.
    ['${merge({ a = 1 }, null, { b = 2 })}', { a: 1, b: 2 }],
    ['${merge(null, null)}', {}],
    ['${merge()}', {}],
    ['${merge({ a = 1 }, { a = null })}', { a: null }],
    ['${join(",", [1, true, "x"])}', '1,true,x'],
    ['${jsonencode(1 / 3)}', THIRD],
    ['${jsonencode(1e21)}', '1000000000000000000000'],
    ['${jsonencode({ "10" = 1, "9" = 2, "a" = 3 })}', '{"10":1,"9":2,"a":3}'],
    ['${jsonencode({ "é" = 1, "z" = 2, "A" = 3 })}', '{"A":3,"z":2,"é":1}'],
    ['${jsonencode({ "\\uE000" = 1, "😀" = 2 })}', '{"\uE000":1,"😀":2}'],
    ['${jsonencode("<>&\\u2028\\u000b/\\n")}', '"\\u003c\\u003e\\u0026\\u2028\\u000b/\\n"'],
    ['${jsonencode(jsondecode("[1.10,12345678901234567890123]"))}', '[1.1,12345678901234567890123]'],
    ['${jsondecode("{\\"a\\":1,\\"a\\":2}").a}', 2],
    ['${1152921504606846976 * 2}', 2 ** 61],
    ['a ${12345678901234567890 + 1}', 'a 12345678901234567891'],
    ['${upper("straße ŉ ﬁ ǆ")}', 'STRAßE ŉ ﬁ Ǆ'],
    ['${lower("ÀÉİ ΑΣ ǅ")}', 'àéi ασ ǆ'],
    ['${base64encode(5)}', 'NQ=='],
    // Members.
    ['${[1, 2]["1"]}', 2],
    ['${[1, 2].1}', 2],
    ['${{ "1" = 2 }[1]}', 2],
    ['${{ "true" = 1 }[true]}', 1],
    ['${{ a = 1, a = 2 }.a}', 2],
    ['${010}', 10],
    ['${2 - 3 - 4}', -5],
    ['${10 / 4 * 2}', 5],
    ['${1 < 2 == true}', true],
    ['${true ? false ? 1 : 2 : 3}', 2],
  ])('%s: %j', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  it.each([
    ['${0 / 0}', '0 is divided by zero'],
    // Terraform's own infinity has no argument that takes it.
    ['${1 / 0}', '1 is divided by zero'],
    ['${" 5" + 1}', 'stands where a number is needed'],
    ['${"0x10" + 1}', 'stands where a number is needed'],
    ['${"" + 1}', 'stands where a number is needed'],
    ['${true < false}', 'stands where a number is needed'],
    ['${1 ? 1 : 2}', 'stands where a bool is needed'],
    ['${!1}', 'stands where a bool is needed'],
    ['${null ? 1 : 2}', 'stands where a bool is needed'],
    ['${true ? 1 : true}', 'number and bool, which have no type in common'],
    ['${true ? 1 : { a = 1 }}', 'number and object, which have no type in common'],
    ['${true ? [1, "a"] : [true, 2]}', 'number and bool, which have no type in common'],
    ['${[1, 2][1.5]}', 'there is no "1.5"'],
    ['${[1, 2][-1]}', 'there is no "-1"'],
    ['${[1, 2]["a"]}', 'there is no "a"'],
    ['${{ a = 1 }.toString}', 'there is no "toString"'],
    ['${toString()}', 'the function toString() is not supported here'],
    ['a${null}', 'stands where a string is needed'],
    ['${{ (null) = 1 }}', 'stands where a string is needed'],
    ['${concat()}', 'concat() needs at least one list'],
    ['${concat([1], null)}', 'concat() needs a list and got null'],
    ['${concat({ a = 1 }, [2])}', 'concat() needs a list and got {"a":1}'],
    ['${join(",")}', 'join() needs at least one list'],
    ['${join(",", ["a", null])}', 'join() needs a string and got null'],
    ['${join(",", [[1]])}', 'join() needs a string and got [1]'],
    ['${merge([1], { a = 1 })}', 'merge() needs a map and got [1]'],
    ['${upper(null)}', 'upper() needs a string and got null'],
    ['${jsondecode("[1,2")}', 'jsondecode() failed'],
    ['${12345678901234567890 + 1}', '12345678901234567891 has more digits than a number holds here'],
    ['${jsondecode("01")}', 'jsondecode() failed'],
    ['${1e999999}', 'has a number out of bounds'],
  ])('%s is refused: %s', (source, message) => {
    expect(() => value(source)).toThrow(message);
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
