import { describe, expect, test } from 'vitest';
import { commandOf, parseCompareArguments } from './arguments.ts';
import { aComparison, comparisonFacts } from './comparison.fixture.ts';
import { htmlComparison } from './html.ts';
import { markdownComparison, terminalComparison } from './report.ts';

describe('the page of a comparison', () => {
  const worse = htmlComparison(aComparison(1.3), comparisonFacts);

  test('stands alone, and escapes what it did not write itself', () => {
    expect(worse).not.toMatch(/<script|<link|src=|@import|url\((?!#)/);
    expect(worse).not.toContain('<working tree>');
  });

  test('says verdict and reasons before it draws', () => {
    const drawing = worse.indexOf('<svg');
    expect(worse.indexOf('B is worse than A.')).toBeLessThan(drawing);
    expect(worse).toMatch(/<li>median latency, geometric mean over routes: worse by \d/);
    expect(worse.indexOf('<li>median latency, geometric mean over routes: worse by')).toBeGreaterThan(0);
    expect(worse.indexOf('<li>median latency, geometric mean over routes: worse by')).toBeLessThan(drawing);
  });

  test('says in words what its chart shows', () => {
    expect(worse).toMatch(
      /<figcaption>[^<]*In all, median latency, geometric mean over routes: \+\d\d\.\d %, likely between \+2\d\.\d % and/,
    );
    expect(worse).toMatch(
      /<figcaption>[^<]*called different: median latency, geometric mean over routes \(worse\); GET \/expenses, median/,
    );
  });

  test('has a row for each figure, the machine, the versions and the command', () => {
    for (const expected of [
      'PATCH /expenses/{id}, p95',
      'a processor, 2 cores',
      '24.21.0',
      comparisonFacts.command,
    ]) {
      expect(worse).toContain(expected);
    }
  });

  test('calls nothing different where nothing was seen', () => {
    const same = htmlComparison(aComparison(1), comparisonFacts);
    expect(same).toContain('No difference seen');
    expect(same).toContain('none is called different');
    expect(same).toContain('class="verdict held"');
    expect(same).not.toContain('class="warning"');
  });

  test('warns below the verdict when it could hardly have seen anything', () => {
    const disturbed = htmlComparison(aComparison(1, 1.8), comparisonFacts);
    expect(disturbed).toMatch(
      /<h1 class="verdict held">No difference[^<]*<\/h1>\n<p class="warning">These rounds tell little/,
    );
  });

  test('says right below a weak verdict why it is one', () => {
    const doubted = aComparison(1.5, 0.06, {
      caveats: ['3 of 900 arrivals of B were <dropped>.'],
      notes: ['1 of 13 runs were given twice and count once.'],
    });
    const page = htmlComparison(doubted, comparisonFacts);
    expect(page).toMatch(
      /<h1 class="verdict crossed weak">B is worse than A\. The verdict is weak[^<]*<\/\w+>\n<p class="warning">3 of 900 arrivals of B were &#60;dropped&#62;\.<\/p>\n<p class="warning">So the figures are trusted less: nothing below 12\.0 % is called a change/,
    );
    expect(page).toContain('were given twice and count once.');
    for (const text of [
      terminalComparison(doubted, comparisonFacts.names),
      markdownComparison(doubted, comparisonFacts.names),
    ]) {
      expect(text).toContain('The verdict is weak');
      expect(text).toContain('note: 3 of 900 arrivals of B were <dropped>.');
      expect(text).toContain('1 of 13 runs were given twice and count once.');
    }
  });

  test('does not show a weak verdict as it shows a sound one', () => {
    const weak = htmlComparison(aComparison(1, 0.06, { caveats: ['A doubt.'] }), comparisonFacts);
    expect(weak).toContain('<h1 class="verdict held weak">No difference seen');
    expect(weak).toMatch(/\.verdict\.weak \{ border-left-style: dashed; \}/);
    expect(weak).toMatch(/\.verdict\.held\.weak \{ border-color: var\(--warn\); \}/);
  });

  test('draws a change of many times, cut off', () => {
    const page = htmlComparison(aComparison(9), comparisonFacts);
    expect(page).toContain('>200<');
    expect(page).toMatch(/\+(?:79|80)\d\.\d %/);
    expect(page).toContain('; cut off at 200 %');
  });
});

test('the command that compares again is read as the same comparison', () => {
  const argv = ['main', '.', '--rounds', '20', '--scenario', 'approval', '--users', '3', '--seed', '7'];
  const args = parseCompareArguments([...argv, '--html', 'comparison.html']);
  if (args === 'help') throw new Error('That asked for no help.');
  expect(args.html).toBe('comparison.html');
  const again = commandOf(args, { isDriven: true }).split(' ').slice(4);
  const { html: _, ...measured } = args;
  expect(parseCompareArguments(again)).toEqual(measured);
});

test('the command that compares runs again has no option that would do nothing', () => {
  const args = parseCompareArguments(['before', 'after', '--rounds', '20', '--seed', '7']);
  if (args === 'help') throw new Error('That asked for no help.');
  expect(commandOf(args, { isDriven: false })).toBe('npm run load:compare -- before after --seed 7');
});
