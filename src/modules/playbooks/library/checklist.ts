import type { Stage } from '#modules/insights/contract.ts';
import type { ChecklistItem } from '../library.contract.ts';
import type { FigureCondition } from '../play.contract.ts';
import { playFigure, type PlaySituation } from '../play-figures.ts';
import { ofCondition } from '../situation.ts';
import { CHECKLIST_WORDS } from './checklist-words.ts';

/** Something a community should have in its stage: seen in data where `check` says by what, else ticked by hand. */
type Item = { readonly id: string; readonly stage: Stage; readonly check?: readonly FigureCondition[] };

const set = (figure: FigureCondition['figure']): readonly FigureCondition[] => [{ figure, comparison: '<=', than: 0 }];
const least = (figure: FigureCondition['figure'], than: number): readonly FigureCondition[] => [
  { figure, comparison: '>=', than },
];
const most = (figure: FigureCondition['figure'], than: number): readonly FigureCondition[] => [
  { figure, comparison: '<=', than },
];

export const CHECKLIST: readonly Item[] = [
  { id: 'market_research', stage: 'construction' },
  { id: 'positioning', stage: 'construction', check: set('positioning_missing') },
  { id: 'target_members', stage: 'construction', check: set('target_members_missing') },
  { id: 'rules', stage: 'construction', check: set('rules_missing') },
  { id: 'culture', stage: 'construction', check: set('culture_missing') },
  { id: 'operating_mode', stage: 'construction', check: set('operating_mode_missing') },
  { id: 'seed_members', stage: 'construction', check: least('members', 20) },
  { id: 'welcome', stage: 'construction', check: least('newcomers_answered', 0.6) },
  { id: 'scale', stage: 'development', check: least('net_joins_28', 1) },
  { id: 'activation', stage: 'development', check: least('activation', 0.5) },
  { id: 'stickiness', stage: 'development', check: least('stickiness', 0.2) },
  { id: 'answers', stage: 'development', check: least('answered', 0.6) },
  { id: 'leaders', stage: 'development', check: least('leaders', 3) },
  { id: 'influence', stage: 'development' },
  { id: 'rituals', stage: 'development', check: set('rituals_missing') },
  { id: 'retention', stage: 'maturity', check: least('week4_retention', 0.2) },
  { id: 'spread', stage: 'maturity', check: most('gini', 0.7) },
  { id: 'successors', stage: 'maturity', check: least('bus_factor', 5) },
  { id: 'satisfaction', stage: 'maturity' },
  { id: 'efficiency', stage: 'maturity' },
  { id: 'knowledge', stage: 'maturity' },
  { id: 'diagnosis', stage: 'decline' },
  { id: 'listened', stage: 'decline' },
  { id: 'core_kept', stage: 'decline', check: least('core', 5) },
  { id: 'one_group_alive', stage: 'decline' },
  { id: 'coming_back', stage: 'decline', check: least('returning', 1) },
];

export type Tick = { item: string; tickedAt: Date; tickedBy: string | null };

/** Every item with whether it is done: by data what they say now, by hand what was ticked. */
export function checklistOf(
  situation: PlaySituation,
  ticks: readonly Tick[],
  names: ReadonlyMap<string, string>,
): ChecklistItem[] {
  return CHECKLIST.map(({ id, stage, check }) => {
    const tick = ticks.find(({ item }) => item === id);
    const verdicts = (check ?? []).map((condition) => ofCondition(condition, situation));
    const byData = verdicts.includes('unknown') ? null : !verdicts.includes('false');
    return {
      id,
      stage,
      text: CHECKLIST_WORDS[id]!,
      by: check ? ('data' as const) : ('hand' as const),
      done: check ? byData : tick !== undefined,
      seen: (check ?? []).map(({ figure, comparison, than }) => ({
        figure,
        value: playFigure(figure, situation),
        comparison,
        than,
      })),
      tickedAt: tick?.tickedAt.toISOString() ?? null,
      tickedBy: tick?.tickedBy ? (names.get(tick.tickedBy) ?? null) : null,
    };
  });
}

/** Whether an item is ticked by hand; undefined for one that does not exist. */
export function isByHand(id: string): boolean | undefined {
  const item = CHECKLIST.find((each) => each.id === id);
  return item && item.check === undefined;
}
