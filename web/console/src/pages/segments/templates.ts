import type { Rule } from '../../../../../src/modules/segments/rule.contract.ts';
import type { Template } from './template-names.ts';

const tookPart = { kinds: ['contribution' as const] };
const never = { kind: 'did', event: tookPart, count: 'times', test: 'exactly', number: 0 } as const;

/** Ready rules that an operator can begin with; every one is edited before it is saved. */
export const TEMPLATE_RULES: Record<Template, Rule> = {
  quiet_newcomers: { kind: 'all', of: [{ kind: 'joined', when: { withinDays: 14 } }, never] },
  fading_leaders: {
    kind: 'all',
    of: [
      { kind: 'tier', scheme: 'engagement', in: ['leader', 'loyal'] },
      { ...never, span: { lastDays: 14 } },
    ],
  },
  regulars: {
    kind: 'all',
    of: [{ kind: 'did', event: tookPart, count: 'days', test: 'at_least', number: 4, span: { lastDays: 28 } }],
  },
  isolated: {
    kind: 'all',
    of: [
      { kind: 'ties', is: { isolated: true } },
      { kind: 'did', event: tookPart, count: 'times', test: 'at_least', number: 1, span: { lastDays: 28 } },
    ],
  },
  asked_refund: {
    kind: 'all',
    of: [{ kind: 'words', words: ['退款', '退货', '退钱', 'refund'], match: 'any', times: 1, span: { lastDays: 28 } }],
  },
  lapsed_buyers: {
    kind: 'all',
    of: [{ kind: 'first-last', which: 'last', event: { kinds: ['purchase'] }, when: { beforeDays: 90 } }],
  },
  second_step: {
    kind: 'all',
    of: [
      { kind: 'did', event: tookPart, count: 'days', test: 'exactly', number: 1 },
      { kind: 'first-last', which: 'last', event: tookPart, when: { withinDays: 28 } },
    ],
  },
  champions: {
    kind: 'all',
    of: [
      { kind: 'value', frequency: [4, 5], monetary: [4, 5] },
      { ...never, span: { lastDays: 28 } },
    ],
  },
};
