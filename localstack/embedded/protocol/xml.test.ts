import { describe, expect, test } from 'vitest';
import { listOf, parseXml, toXml } from './xml.ts';

describe('a document that is written', () => {
  test('has elements, attributes, repeated and empty ones, and escaped text', () => {
    const content = {
      '@xmlns': 'urn:a',
      Name: '<&>"',
      Item: [1, 2],
      Empty: '',
      Absent: undefined,
      Flag: true,
    };
    expect(toXml('Root', content)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<Root xmlns="urn:a"><Name>&lt;&amp;&gt;&quot;</Name><Item>1</Item><Item>2</Item><Empty/><Flag>true</Flag></Root>',
    );
  });
});

describe('a document that is read', () => {
  test('has text in every leaf, with the space around it', () => {
    const text = '<Root xmlns="urn:a"><A> 007 </A><B>true</B><C/><D>&lt;&#228;&gt;</D></Root>';
    expect(parseXml(text)).toEqual({ Root: { A: ' 007 ', B: 'true', C: '', D: '<ä>' } });
    expect(parseXml(Buffer.from('<A>ä</A>'))).toEqual({ A: 'ä' });
  });

  test('may be laid out over lines', () => {
    const text = '\n<Root>\n  <A>1</A>\n  <B>\n    <C>2</C>\n    <C> </C>\n  </B>\n</Root>\n';
    expect(parseXml(text)).toEqual({ Root: { A: '1', B: { C: ['2', ' '] } } });
  });

  test('has every character that the SDK writes by its number', () => {
    expect(parseXml('<Key>a&#x0A;b&#x0D;c&#x85;&#x2028;&#10;&amp;#10;</Key>')).toEqual({
      Key: 'a\nb\rc\u0085\u2028\n&#10;',
    });
  });

  test('has no prefixes of namespaces, and no attributes', () => {
    expect(parseXml('<x:Root xmlns:x="urn:a"><x:A b="c">d</x:A></x:Root>')).toEqual({ Root: { A: 'd' } });
  });

  test.each(['<a>', '<a></b>', 'text <', '<a><b></a></b>'])('is refused where it is %s', (text) => {
    expect(() => parseXml(text)).toThrow();
  });
});

test.each([
  [undefined, []],
  ['', []],
  ['\n  ', []],
  ['a', ['a']],
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [{ A: 1 }, [{ A: 1 }]],
])('the elements of %j are %j', (member, elements) => {
  expect(listOf(member)).toEqual(elements);
});
