import type { Locator } from 'playwright-core';
import { settled } from '../console/browser.ts';
import { MEMBERS_SIDE } from './members-side.ts';
import { dialog, open, panel, type Scene, type Stage, type Words } from './stage.ts';

/** Scenes of one state of the server, and what brings it to the next. */
export type Act = { scenes: readonly Scene[]; after?(stage: Stage): Promise<void> };

const ofOverview =
  (pick: (words: Words) => string) =>
  async (stage: Stage): Promise<Locator> => {
    await open(stage, '');
    return panel(stage.page, pick(stage.words));
  };

const ofMember =
  (pick: (words: Words) => string) =>
  async (stage: Stage): Promise<Locator> => {
    await open(stage, `members/${stage.story.member}`);
    return panel(stage.page, pick(stage.words));
  };

/** Which of the main figures explains itself at length. */
const RESPONSIVENESS = 6;

const OVERVIEW: readonly Scene[] = [
  { name: 'overview', show: (stage) => open(stage, '') },
  {
    name: 'answer',
    async show(stage) {
      await open(stage, '');
      return [stage.page.locator('.q-answer'), stage.page.locator('.q-figures')];
    },
  },
  {
    name: 'why',
    async show(stage) {
      await open(stage, '');
      const figures = stage.page.locator('.q-figures');
      await figures.locator('.q-why').nth(RESPONSIVENESS).click();
      const shown = stage.page.locator('.ant-popover').last();
      await shown.locator('.q-explain').waitFor();
      return [figures, shown];
    },
  },
  {
    name: 'stage',
    async show(stage) {
      await open(stage, '');
      const shown = panel(stage.page, stage.words.figure.stage.name);
      await shown.locator('.q-more').click();
      return shown;
    },
  },
  { name: 'health', show: ofOverview((words) => words.figure.health.name) },
  { name: 'tiers', show: ofOverview((words) => words.figure.tiers.name) },
  { name: 'plays', show: ofOverview((words) => words.figure.plays.name) },
  { name: 'wake', show: ofOverview((words) => words.figure.wake.name) },
  { name: 'trends', show: ofOverview((words) => words.figure.trend.name) },
  { name: 'retention', show: ofOverview((words) => words.figure.retention.name) },
  { name: 'hours', show: ofOverview((words) => words.figure.heatmap.name) },
];

const MEMBERS: readonly Scene[] = [
  { name: 'members', show: (stage) => open(stage, 'members?tier=silent') },
  {
    name: 'views',
    async show(stage) {
      await open(stage, 'members');
      await stage.page.locator('[data-test=views]').click();
      const shown = stage.page.locator('.ant-popover').last();
      await shown.locator('.q-view').first().waitFor();
      return [stage.page.locator('[data-test=views]'), shown];
    },
  },
  {
    name: 'bulk',
    async show({ page, words, ...stage }) {
      await open({ page, words, ...stage }, 'members?tier=newcomer');
      const boxes = page.locator('.q-members-body input[type=checkbox]');
      for (const at of [0, 1, 2, 3]) await boxes.nth(at).click();
      await page.locator('[data-test=bulk]').click();
      await dialog(page).getByLabel(words.bulk.tag, { exact: true }).fill('新人欢迎会');
      await dialog(page).getByText(words.bulk.changes.replace('{{shown}}', '4')).waitFor();
      return dialog(page);
    },
  },
  {
    name: 'member',
    async show(stage) {
      await open(stage, `members/${stage.story.member}`);
    },
  },
  { name: 'tier-why', show: ofMember((words) => words.member.standing) },
  { name: 'timeline', most: 640, show: ofMember((words) => words.member.timeline) },
  { name: 'ties', show: ofMember((words) => words.member.ties) },
  {
    name: 'attributes',
    of: 'today',
    async show(stage) {
      await open(stage, `members/${stage.story.member}`);
      return [panel(stage.page, stage.words.member.attributes), panel(stage.page, stage.words.note.title)];
    },
  },
  {
    name: 'merge-suggestion',
    async show(stage) {
      await open(stage, 'merges');
      await stage.page.locator('.q-match').first().waitFor({ timeout: 60_000 });
      return stage.page.locator('.q-match').first();
    },
  },
  {
    name: 'merge',
    async show(stage) {
      await open(stage, 'merges');
      await stage.page.locator('.q-match .ant-btn-primary').first().click();
      await dialog(stage.page).locator('.q-sides').waitFor();
      await settled(stage.page);
      return dialog(stage.page);
    },
  },
  {
    name: 'network',
    async show(stage) {
      await open(stage, 'network');
      await stage.page.locator('.q-network-stage canvas').waitFor();
      await stage.page.waitForTimeout(1500);
    },
  },
  {
    name: 'objectives',
    height: 1000,
    async show(stage) {
      await open(stage, 'goals');
      await stage.page.locator('.q-course').first().waitFor();
    },
  },
  {
    name: 'budget',
    height: 1000,
    async show(stage) {
      await open(stage, 'goals/budget');
      await stage.page.locator('.q-operation').first().waitFor();
    },
  },
  {
    name: 'resources',
    async show(stage) {
      await open(stage, 'goals/resources');
      await stage.page.locator('.q-booking').first().waitFor();
    },
  },
  {
    name: 'report',
    height: 1100,
    async show(stage) {
      await open(stage, 'reports');
      await stage.page.locator('.q-report-list a').first().click();
      await stage.page.locator('.q-report-figures').first().waitFor();
      await settled(stage.page);
    },
  },
  {
    name: 'segment-rule',
    async show(stage) {
      await open(stage, 'segments/new?template=fading_leaders');
      await stage.page.locator('.q-rule-count strong').first().waitFor();
      return stage.page.locator('.q-build > .q-columns');
    },
  },
  { name: 'analysis', height: 1000, show: (stage) => open(stage, 'analyses/retention') },
  {
    name: 'dashboard',
    height: 1000,
    async show(stage) {
      await open(stage, 'analyses');
      await stage.page.locator('a[href*="/dashboards/"]').first().click();
      await stage.page.locator('.q-tile-answer').first().waitFor();
      await settled(stage.page);
    },
  },
  {
    name: 'erase',
    async show(stage) {
      await open(stage, `members/${stage.story.member}`);
      await stage.page.getByRole('button', { name: stage.words.erase.open }).click();
      await dialog(stage.page).locator('.q-deletion-counts').waitFor();
      return dialog(stage.page);
    },
  },
];

const COMMUNITY: readonly Scene[] = [
  {
    name: 'groups',
    async show(stage) {
      await open(stage, 'groups');
      return stage.page.locator('main .q-panel').first();
    },
  },
  {
    name: 'group',
    async show({ page, words, ...stage }) {
      await open({ page, words, ...stage }, 'groups');
      await page.locator('[data-test=new-group]').click();
      await page.getByText(words.groups.kinds.offline).click();
      await page.fill('input[name=group-name]', '作者见面会');
      await page.fill('input[name=venue]', '南城店一楼');
      return dialog(page);
    },
  },
  {
    name: 'sign-in-sheet',
    height: 1300,
    async show(stage) {
      await open(stage, `sign-in-sheets/${stage.story.sheet}?group=${stage.story.meetup}`);
      await stage.page.locator('.q-sheet-people').waitFor();
      const people = stage.page.locator('.q-panel', { has: stage.page.locator('.q-sheet-people') });
      return [stage.page.locator('[data-test=sheet-rows]'), people];
    },
  },
  {
    name: 'culture',
    async show(stage) {
      await open(stage, 'settings');
      return stage.page.locator('#culture');
    },
  },
  {
    name: 'retention-rules',
    async show(stage) {
      await open(stage, 'settings');
      const shown = stage.page.locator('.q-settings-section').last();
      await shown.locator('.ant-select').first().click();
      await stage.page.locator('.ant-select-item-option', { hasText: stage.words.textRule.daysRule }).click();
      await shown.locator('.q-rule-days input').fill('180');
      await shown.locator('[aria-live] p').first().waitFor();
      await settled(stage.page);
      return shown;
    },
  },
  {
    name: 'new-community',
    height: 760,
    show: (stage) => open(stage, '/communities/new'),
  },
  { name: 'tracking', height: 980, show: (stage) => open(stage, 'tracking') },
  {
    name: 'site',
    async show(stage) {
      await open(stage, 'tracking');
      await stage.page.getByRole('button', { name: stage.words.tracking.setup }).click();
      await stage.page.locator('[data-test=snippet]').waitFor();
      // The address and the code are of this run; readers have their own.
      await stage.page.evaluate(`{
        const tag = document.querySelector('[data-test=snippet]');
        tag.textContent = tag.textContent
          .replace(location.origin, 'https://qunluo.example')
          .replace(/data-site="[^"]*"/, 'data-site="jTmPfNuvKr"');
      }`);
      return dialog(stage.page);
    },
  },
];

const PLAYS: readonly Scene[] = [
  {
    name: 'connectors',
    most: 700,
    async show(stage) {
      await open(stage, 'connections/new');
      await stage.page.locator('.q-connector').first().waitFor();
      return stage.page.locator('.q-connectors');
    },
  },
  {
    name: 'reactions',
    most: 760,
    async show(stage) {
      await open(stage, 'reactions');
      await stage.page.locator('.q-reaction-rule').first().waitFor();
      return stage.page.locator('.q-reactions');
    },
  },
  {
    name: 'playbook',
    most: 760,
    async show(stage) {
      await open(stage, 'plays');
      await stage.page.locator('.q-proposal summary').first().click();
      return stage.page.locator('.q-plays-page');
    },
  },
  {
    name: 'play-tasks',
    most: 560,
    async show(stage) {
      await open(stage, 'plays?tab=tasks');
      return stage.page.locator('.q-plays-page');
    },
  },
  {
    name: 'play-effect',
    async show(stage) {
      await open(stage, 'plays?tab=past');
      return stage.page.locator('.q-plays-page');
    },
  },
];

const SETTINGS: readonly Scene[] = [
  {
    name: 'team',
    of: 'today',
    height: 760,
    show: (stage) => open(stage, '/settings/team'),
  },
  {
    name: 'second-step',
    of: 'today',
    async show(stage) {
      await open(stage, '/settings/account');
      return panel(stage.page, stage.words.account.factor.title);
    },
  },
  {
    name: 'audit',
    of: 'today',
    height: 760,
    async show(stage) {
      await open(stage, '/settings/audit?action=team.invite');
      await stage.page.locator('.q-audit summary').first().click();
    },
  },
  {
    name: 'tokens',
    of: 'today',
    async show(stage) {
      await open(stage, '/settings/tokens');
      return stage.page.locator('main .q-panel').first();
    },
  },
  {
    name: 'palette',
    async show(stage) {
      await open(stage, '');
      await stage.page.keyboard.press('Control+K');
      await dialog(stage.page).locator('input').fill('小');
      await stage.page.locator('.q-palette-title', { hasText: stage.words.palette.members }).waitFor();
      await settled(stage.page);
      return dialog(stage.page);
    },
  },
];

const CHECK: Scene = {
  name: 'import-check',
  show: (stage) => open(stage, `/c/${stage.story.fresh}/imports/${stage.story.chat}`),
};

async function start(stage: Stage): Promise<void> {
  // The database ends an import by the machine's clock, and the figures have to be later.
  stage.story.clock.set(Date.now());
  await CHECK.show(stage);
  await stage.page.locator('[data-test=start-import]').click();
  await stage.page.locator('.q-insights').waitFor({ timeout: 120_000 });
  await stage.page.locator('.q-insight').first().waitFor({ timeout: 120_000 });
}

const DONE: readonly Scene[] = [
  {
    name: 'import',
    height: 760,
    async show(stage) {
      await CHECK.show(stage);
      await stage.page.locator('.q-insight').first().waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'import-undo',
    async show(stage) {
      await CHECK.show(stage);
      await stage.page.getByRole('button', { name: stage.words.undo.open }).click();
      await dialog(stage.page).locator('.q-deletion-counts').waitFor();
      return dialog(stage.page);
    },
  },
];

/** Every picture of the guide, in the order in which they can be taken. */
export const ACTS: readonly Act[] = [
  { scenes: [...OVERVIEW, ...MEMBERS, ...COMMUNITY, ...PLAYS, ...SETTINGS, ...MEMBERS_SIDE] },
  { scenes: [CHECK], after: start },
  { scenes: DONE },
];
