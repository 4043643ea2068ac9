import axe from 'axe-core';
import type { Page } from 'playwright-core';

const THEMES = ['light', 'dark'] as const;

/** Waits until an element is there as a selector describes it, such as one that has the focus. */
export const until = (page: Page, selector: string) => page.locator(selector).first().waitFor({ state: 'attached' });

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The slowest rule by far, and the only one that the theme matters to; the colours are the same in every language. */
const CONTRAST = 'color-contrast';

/** What axe finds serious or critical on the page as it is. */
async function faultsOf(page: Page, where: string, options: axe.RunOptions): Promise<string[]> {
  const found = (await page.evaluate(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...options })})`,
  )) as axe.AxeResults;
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${where}: ${id} ${nodes.length}× ${nodes[0]!.html.slice(0, 160)} ${nodes[0]!.any[0]?.message ?? ''}`,
    );
}

/** Every rule but contrast; with `contrast` that as well, in each theme. */
export async function faultsOn(page: Page, where: string, { contrast }: { contrast: boolean }): Promise<string[]> {
  // A document that was looked at before has it.
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axe.source);
  if (!contrast) return faultsOf(page, where, { runOnly: RULES, rules: { [CONTRAST]: { enabled: false } } });
  const faults: string[] = [];
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await until(page, `html[data-theme=${theme}]`);
    // What does not depend on the theme is looked at in the first.
    faults.push(...(await faultsOf(page, `${where} ${theme}`, { runOnly: theme === THEMES[0] ? RULES : [CONTRAST] })));
  }
  return faults;
}
