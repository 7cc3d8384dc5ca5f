import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aComparison, comparisonFacts } from '../../load/compare/comparison.fixture.ts';
import { htmlComparison } from '../../load/compare/html.ts';
import { htmlReport } from '../../load/report/html.ts';
import { aLongRecord } from '../../load/report/long-record.fixture.ts';
import { aCostedRecord } from '../../load/report/run-record.fixture.ts';
import { launchBrowser, skipWithoutBrowser } from '../../localstack/testing/browser.ts';

const warned = { ...aCostedRecord(), warnings: ['The generator was the limit.'] };

describe.skipIf(skipWithoutBrowser).each([
  { name: 'run', html: () => htmlReport(warned), figures: 8 },
  { name: 'run in which much went wrong', html: () => htmlReport(aLongRecord()), figures: 8 },
  { name: 'comparison', html: () => htmlComparison(aComparison(1.3), comparisonFacts), figures: 1 },
])('the page of a $name, in a browser', ({ html, figures }) => {
  let browser: Browser;
  let source: string;
  let axe: string;

  beforeAll(async () => {
    source = html();
    browser = await launchBrowser();
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  }, 60_000);

  afterAll(() => browser?.close());

  /** The report of a run, and what the browser complained of. */
  async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<[Page, string[]]> {
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('about:')) complaints.push(`asked for ${request.url()}`);
    });
    await page.setContent(source);
    return [page, complaints];
  }

  test('shows without a complaint and asks for nothing', async () => {
    const [, complaints] = await open();
    expect(complaints).toEqual([]);
  });

  test('draws every chart: each has a size, lines or bars, and text', async () => {
    const [page] = await open();
    const charts = await page.locator('figure svg:visible').evaluateAll((svgs) =>
      svgs.map((svg) => ({
        width: svg.getBoundingClientRect().width,
        height: svg.getBoundingClientRect().height,
        shapes: svg.querySelectorAll('path').length,
        texts: [...svg.querySelectorAll('text')].filter((text) => text.getBoundingClientRect().width > 0)
          .length,
      })),
    );
    expect(charts).toHaveLength(figures);
    for (const { width, height, shapes, texts } of charts) {
      expect(width).toBeGreaterThan(300);
      expect(height).toBeGreaterThan(50);
      expect(shapes).toBeGreaterThan(3);
      expect(texts).toBeGreaterThan(3);
    }
  });

  test.each(['light', 'dark'] as const)(
    'has nothing that a screen reader or weak eyes miss: %s',
    async (colorScheme) => {
      const [page] = await open({ colorScheme });
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { violations: found } = await (
          globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; help: string }[] }> } }
        ).axe.run();
        return found.map(({ id, help }) => `${id}: ${help}`);
      });
      expect(violations).toEqual([]);
    },
  );

  test('writes its charts in the ink of the page, which is light on dark', async () => {
    const [page] = await open({ colorScheme: 'dark' });
    // As text, because the browser's types are not this program's.
    const fills = await page.evaluate(
      `[...new Set([...document.querySelectorAll('figure svg text')].map((text) => getComputedStyle(text).fill))]`,
    );
    expect(fills).toEqual(['rgb(230, 237, 243)']);
  });

  test.each([320, 360, 400, 768, 820, 1060, 1280])(
    'cuts nothing off at %i pixels, and its charts can be read',
    async (width) => {
      const [page] = await open({ viewport: { width, height: 740 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      // As text, because the browser's types are not this program's.
      const cut =
        await page.evaluate(`[...document.querySelectorAll('h1, p, li, dd, figcaption, code, td, tbody th, .table')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline')
        .map((element) => element.className + ': ' + element.textContent.slice(0, 60))`);
      expect(cut).toEqual([]);
      const texts = (await page.evaluate(`[...document.querySelectorAll('figure svg')]
        .filter((svg) => svg.getBoundingClientRect().width > 0)
        .flatMap((svg) => [...svg.querySelectorAll('text')].map((text) => {
          const [own, of] = [text.getBoundingClientRect(), svg.getBoundingClientRect()];
          const scale = of.width / svg.viewBox.baseVal.width;
          const isInside = own.left >= of.left - 1 && own.right <= of.right + 1 && own.bottom <= of.bottom + 3;
          return { text: text.textContent, pixels: scale * parseFloat(getComputedStyle(text).fontSize), isInside };
        }))`)) as { text: string; pixels: number; isInside: boolean }[];
      expect(texts.length).toBeGreaterThan(5);
      expect(texts.filter(({ pixels, isInside }) => pixels < 10 || !isInside)).toEqual([]);
    },
  );

  test('prints in black on white, all tables whole', async () => {
    const [page] = await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    const overflow = await page.evaluate(
      `[...document.querySelectorAll('.table')].map((element) => getComputedStyle(element).overflowX)`,
    );
    expect(new Set(overflow as string[])).toEqual(new Set(['visible']));
    expect((await page.pdf()).byteLength).toBeGreaterThan(10_000);
  });
});
