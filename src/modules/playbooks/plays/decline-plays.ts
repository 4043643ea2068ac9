import type { Play } from '../play.ts';

/** Plays for a fall: look, listen, reposition, a large event, a limited offer, fewer rooms. */
export const DECLINE_PLAYS: readonly Play[] = [
  {
    id: 'diagnose_decline',
    stages: ['decline'],
    when: [],
    why: { code: 'mau_fell', facts: ['mau', 'highest_mau'] },
    metric: 'mau',
    urgency: 95,
  },
  {
    id: 'listening_round',
    stages: ['decline'],
    when: [{ figure: 'mau_of_highest', comparison: '<=', than: 0.7 }],
    why: { code: 'mau_fell', facts: ['mau', 'highest_mau'] },
    metric: 'participation',
    urgency: 72,
  },
  {
    id: 'restart_one_group',
    stages: ['decline'],
    when: [
      { figure: 'contributions_each', comparison: '<', than: 5 },
      { figure: 'mau', comparison: '>=', than: 3 },
    ],
    why: { code: 'few_words_each', facts: ['contributions_each', 'mau'] },
    metric: 'wau',
    urgency: 57,
  },
  {
    id: 'reposition',
    stages: ['decline'],
    when: [
      { figure: 'net_joins_28', comparison: '<=', than: 0 },
      { figure: 'leaves_28', comparison: '>=', than: 1 },
    ],
    why: { code: 'more_leave_than_join', facts: ['joins_28', 'leaves_28'] },
    metric: 'joins',
    urgency: 45,
    reviewWeeks: 8,
  },
  {
    id: 'large_event',
    stages: ['decline'],
    when: [
      { figure: 'mau', comparison: '>=', than: 10 },
      { figure: 'mau_of_highest', comparison: '<=', than: 0.7 },
    ],
    why: { code: 'mau_fell', facts: ['mau', 'highest_mau'] },
    metric: 'mau',
    urgency: 44,
  },
  {
    id: 'limited_offer',
    stages: ['decline'],
    when: [{ figure: 'lapsed', comparison: '>=', than: 5 }],
    tiers: ['silent'],
    silentKind: 'lapsed',
    why: { code: 'many_lapsed', facts: ['lapsed', 'lapsed_share'] },
    members: 'lapsed',
    metric: 'returning_members',
    urgency: 36,
  },
  {
    id: 'comeback_invitation',
    stages: ['decline'],
    when: [{ figure: 'dormant', comparison: '>=', than: 10 }],
    tiers: ['silent'],
    silentKind: 'dormant',
    why: { code: 'many_dormant', facts: ['dormant', 'dormant_share'] },
    members: 'dormant',
    metric: 'returning_members',
    urgency: 35,
  },
  {
    id: 'merge_quiet_groups',
    stages: ['decline'],
    when: [
      { figure: 'members', comparison: '>=', than: 50 },
      { figure: 'dau', comparison: '<', than: 10 },
    ],
    why: { code: 'rooms_are_quiet', facts: ['dau', 'members'] },
    metric: 'contributions',
    urgency: 34,
  },
];
