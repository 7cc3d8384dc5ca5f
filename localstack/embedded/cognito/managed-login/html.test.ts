import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html, Markup, styleElement } from './html.ts';

test('text is escaped wherever it stands, and markup is not', () => {
  const name = `<b class='x'>"Tom & Ann"</b>`;
  expect(String(html`<p title="${name}">${name} ${html`<i>${1}</i>`}</p>`)).toBe(
    '<p title="&lt;b class=&#39;x&#39;&gt;&quot;Tom &amp; Ann&quot;&lt;/b&gt;">' +
      '&lt;b class=&#39;x&#39;&gt;&quot;Tom &amp; Ann&quot;&lt;/b&gt; <i>1</i></p>',
  );
});

test('lists are joined, and what is absent is nothing', () => {
  const items = ['a', '<', undefined, false] as const;
  expect(String(html`<ul>${items.map((item) => item && html`<li>${item}</li>`)}</ul>`)).toBe(
    '<ul><li>a</li><li>&lt;</li></ul>',
  );
});

test('a value in an attribute without quotes is refused', () => {
  expect(() => html`<p title=${'a onclick=alert(1)'}></p>`).toThrow(SyntaxError);
});

test('a style sheet is written as it is, and may not end its element', () => {
  expect(String(styleElement('a > b { content: "&" }'))).toBe('<style>a > b { content: "&" }</style>');
  expect(() => styleElement('</style><script>')).toThrow(SyntaxError);
});

test('nothing but the tag makes markup', () => {
  expect(() => new Markup(Symbol('markup') as never, '<script>')).toThrow(TypeError);
});

test('no text ends the element or the attribute that it stands in', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(String(html`<p title="${text}">${text}</p>`)).toMatch(/^<p title="[^"<>]*">[^"<>]*<\/p>$/s);
    }),
  );
});
