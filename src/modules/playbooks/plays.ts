import type { Stage } from '#modules/insights/contract.ts';
import type { PlayFigure } from './play-figures.ts';

/**
 * One condition of a play: a figure against a number, the stage among some, or any of several. An unknown figure does
 * not hold.
 */
export type PlayCondition =
  | { readonly figure: PlayFigure; readonly comparison: '>=' | '<=' | '<' | '>'; readonly than: number }
  | { readonly stage: readonly Stage[] }
  | { readonly anyOf: readonly PlayCondition[] };

/**
 * A play: when all conditions hold, it is proposed for the reason `why` with the facts named, is about `members` people,
 * and `metric` tells whether it worked. Of several the most urgent come first: `urgency` is a base, and how much the
 * figure `grows` adds on its way from its first to its second value.
 */
export type Play = {
  readonly id: string;
  readonly when: readonly PlayCondition[];
  readonly why: { readonly code: string; readonly facts: readonly PlayFigure[] };
  readonly members?: PlayFigure;
  readonly metric: string;
  readonly urgency: number;
  readonly grows?: { readonly figure: PlayFigure; readonly from: number; readonly to: number; readonly by: number };
};

const ANY_GROWTH: readonly Stage[] = ['development', 'maturity'];

/** The first plays of the playbook. How each is done, in words, is in the catalogue of messages under its id. */
export const PLAYS: readonly Play[] = [
  {
    id: 'diagnose_decline',
    when: [{ stage: ['decline'] }],
    why: { code: 'mau_fell', facts: ['mau', 'highest_mau'] },
    metric: 'mau',
    urgency: 95,
  },
  {
    id: 'welcome_newcomers',
    when: [
      { figure: 'newcomer_starts', comparison: '>=', than: 3 },
      { figure: 'newcomers_answered', comparison: '<', than: 0.8 },
    ],
    why: { code: 'newcomers_unanswered', facts: ['newcomer_starts', 'newcomers_answered'] },
    members: 'newcomers',
    metric: 'newcomers_answered_24h',
    urgency: 70,
    grows: { figure: 'newcomers_answered', from: 0.8, to: 0.2, by: 20 },
  },
  {
    id: 'answer_faster',
    when: [
      { figure: 'starts', comparison: '>=', than: 10 },
      { figure: 'answered', comparison: '<', than: 0.6 },
    ],
    why: { code: 'starts_unanswered', facts: ['starts', 'answered', 'median_minutes'] },
    metric: 'answered_24h',
    urgency: 65,
    grows: { figure: 'answered', from: 0.6, to: 0.2, by: 20 },
  },
  {
    id: 'keep_newcomers',
    when: [
      { figure: 'week4_people', comparison: '>=', than: 10 },
      { figure: 'week4_retention', comparison: '<', than: 0.1 },
    ],
    why: { code: 'newcomers_do_not_stay', facts: ['week4_retention', 'week4_people'] },
    members: 'newcomers',
    metric: 'week4_retention',
    urgency: 62,
    grows: { figure: 'week4_retention', from: 0.1, to: 0, by: 15 },
  },
  {
    id: 'first_contribution',
    when: [
      { figure: 'joiners', comparison: '>=', than: 10 },
      { figure: 'activation', comparison: '<', than: 0.5 },
    ],
    why: { code: 'joiners_stay_mute', facts: ['joiners', 'activation'] },
    members: 'not_activated',
    metric: 'activation',
    urgency: 58,
    grows: { figure: 'activation', from: 0.5, to: 0.1, by: 15 },
  },
  {
    id: 'spread_the_load',
    when: [
      { figure: 'active_members', comparison: '>=', than: 10 },
      {
        anyOf: [
          { figure: 'bus_factor', comparison: '<', than: 5 },
          { figure: 'bus_share', comparison: '<', than: 0.03 },
        ],
      },
    ],
    why: { code: 'few_carry_half', facts: ['bus_factor', 'active_members'] },
    members: 'bus_factor',
    metric: 'bus_factor',
    urgency: 55,
    grows: { figure: 'bus_share', from: 0.1, to: 0.01, by: 20 },
  },
  {
    id: 'stop_leaving',
    when: [
      { figure: 'leaves_28', comparison: '>=', than: 5 },
      { figure: 'net_joins_28', comparison: '<', than: 0 },
    ],
    why: { code: 'more_leave_than_join', facts: ['joins_28', 'leaves_28'] },
    members: 'leaves_28',
    metric: 'net_growth',
    urgency: 66,
  },
  {
    id: 'wake_lapsed',
    when: [{ figure: 'wakeable', comparison: '>=', than: 3 }],
    why: { code: 'worth_waking', facts: ['wakeable', 'lapsed', 'silent_share'] },
    members: 'wakeable',
    metric: 'returning_members',
    urgency: 50,
    grows: { figure: 'silent_share', from: 0.4, to: 0.95, by: 12 },
  },
  {
    id: 'save_buyers',
    when: [{ figure: 'buyers_at_risk', comparison: '>=', than: 3 }],
    why: { code: 'buyers_slip_away', facts: ['buyers_at_risk', 'paying'] },
    members: 'buyers_at_risk',
    metric: 'paying_members',
    urgency: 60,
  },
  {
    id: 'introduce_members',
    when: [
      { figure: 'members', comparison: '>=', than: 20 },
      { figure: 'isolated_share', comparison: '>', than: 0.4 },
    ],
    why: { code: 'many_know_nobody', facts: ['isolated_share', 'members'] },
    metric: 'isolated_share',
    urgency: 42,
    grows: { figure: 'isolated_share', from: 0.4, to: 0.95, by: 10 },
  },
  {
    id: 'make_a_habit',
    when: [
      { figure: 'members', comparison: '>=', than: 20 },
      { figure: 'potential_share', comparison: '>', than: 0.1 },
    ],
    why: { code: 'many_come_seldom', facts: ['potential', 'active', 'potential_share'] },
    members: 'potential',
    metric: 'stickiness',
    urgency: 44,
  },
  {
    id: 'break_the_ice',
    when: [
      { figure: 'never_spoke', comparison: '>=', than: 10 },
      { figure: 'never_spoke_share', comparison: '>', than: 0.3 },
    ],
    why: { code: 'many_never_spoke', facts: ['never_spoke', 'never_spoke_share'] },
    members: 'never_spoke',
    metric: 'participation',
    urgency: 46,
  },
  {
    id: 'recognise_leaders',
    when: [{ figure: 'leaders', comparison: '>=', than: 1 }],
    why: { code: 'leaders_carry', facts: ['leaders'] },
    members: 'leaders',
    metric: 'leaders_active',
    urgency: 38,
  },
  {
    id: 'thank_loyal',
    when: [{ figure: 'loyal', comparison: '>=', than: 3 }],
    why: { code: 'loyal_stay', facts: ['loyal', 'members'] },
    members: 'loyal',
    metric: 'loyal_members',
    urgency: 36,
  },
  {
    id: 'festival_at_peak',
    when: [
      { figure: 'mau', comparison: '>=', than: 20 },
      { figure: 'peak_over_mean', comparison: '>=', than: 2 },
      { stage: ['development', 'maturity', 'decline'] },
    ],
    why: { code: 'peak_hour', facts: ['peak_hour', 'peak_share', 'mau'] },
    metric: 'dau',
    urgency: 30,
    grows: { figure: 'stickiness_score', from: 60, to: 0, by: 20 },
  },
  {
    id: 'invite_friends',
    when: [
      { stage: ANY_GROWTH },
      { figure: 'week4_people', comparison: '>=', than: 30 },
      { figure: 'week4_retention', comparison: '>=', than: 0.1 },
    ],
    why: { code: 'newcomers_stay', facts: ['week4_retention', 'joins_28'] },
    metric: 'joins',
    urgency: 34,
  },
  {
    id: 'distil_knowledge',
    when: [{ stage: ['maturity', 'decline'] }, { figure: 'starts', comparison: '>=', than: 10 }],
    why: { code: 'many_questions', facts: ['starts', 'answered'] },
    metric: 'answered_24h',
    urgency: 28,
  },
  {
    id: 'seed_conversations',
    when: [{ stage: ['construction', 'unknown'] }],
    why: { code: 'just_begun', facts: ['members', 'contributions_28'] },
    metric: 'wau',
    urgency: 52,
  },
  {
    id: 'gather_first_core',
    when: [{ stage: ['construction', 'unknown'] }],
    why: { code: 'core_is_small', facts: ['active', 'leaders', 'members'] },
    metric: 'active_members',
    urgency: 48,
  },
  {
    id: 'write_the_rules',
    when: [{ stage: ['construction', 'unknown'] }],
    why: { code: 'habits_form_now', facts: ['members'] },
    metric: 'members',
    urgency: 40,
  },
];
