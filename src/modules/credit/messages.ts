import { formatDay, type Day, zoneOffset } from '#kernel/calendar.ts';
import type { OUTCOMES, SanctionKind } from './contract.ts';
import type { CreditPolicy } from './policy.contract.ts';

/** What a member is told about their credit. */
export type CreditMessage =
  | {
      kind: 'violation';
      rule: string;
      cost: number;
      note: string;
      evidence: { text: string; group: string; at: number };
      credit: number;
      sanctions: readonly { kind: SanctionKind; until: number | null }[];
      returnsOn: Day;
      appealUntil: Day;
    }
  | { kind: 'withdrawn'; rule: string; cost: number; credit: number; reason: string }
  | { kind: 'decided'; outcome: (typeof OUTCOMES)[number]; rule: string; credit: number; reasons: string }
  | { kind: 'lifted'; sanction: SanctionKind; credit: number; reason: string }
  | { kind: 'restored'; credit: number; points: number }
  | { kind: 'good'; credit: number; given: number; days: number };

type Frame = { policy: CreditPolicy; zone: string; link: string | undefined };
type Language = CreditPolicy['language'];

/** The time of an instant on a zone's clock, to the minute. */
const clockTime = (at: number, zone: string): string =>
  new Date(at + zoneOffset(at, zone)).toISOString().slice(0, 16).replace('T', ' ');

const cut = (text: string, most: number): string => {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
};

/** Words of one language. Lines that have nothing to say are left out. */
type Words = {
  [Kind in CreditMessage['kind']]: (message: Extract<CreditMessage, { kind: Kind }>, frame: Frame) => string[];
};

const ZH: Words = {
  violation: ({ rule, cost, note, evidence, credit, sanctions, returnsOn, appealUntil }, { policy, zone, link }) => [
    `你违反了群规「${rule}」，扣 ${cost} 分，信用分现为 ${credit}/${policy.points}。`,
    note && `说明：${note}`,
    `时间：${clockTime(evidence.at, zone)}${evidence.group && `，在「${evidence.group}」`}`,
    evidence.text && `依据：“${cut(evidence.text, 200)}”`,
    ...sanctions.map(
      ({ kind, until }) =>
        ({
          warn: `处罚：警告。再扣到 ${policy.muteAt} 分会被禁言。`,
          mute: `处罚：禁言到 ${until === null ? '' : clockTime(until, zone)}。`,
          suspend: '处罚：暂停资格，通过群规考试后恢复。',
          remove: '处罚：移出群。',
        })[kind],
    ),
    `怎样恢复：每满 ${policy.goodDays} 天没有违规恢复 ${policy.goodPoints} 分；这次扣的分最晚 ${formatDay(returnsOn)} 全部恢复。`,
    `不服可以申诉一次，${formatDay(appealUntil)} 之前有效${link ? `：${link}` : '，在成员页「我的信用」提交。'}`,
  ],
  withdrawn: ({ rule, cost, credit, reason }, { policy }) => [
    `「${rule}」的违规记录已撤销，${cost} 分不再计算，相关处罚解除。信用分现为 ${credit}/${policy.points}。`,
    reason && `原因：${reason}`,
  ],
  decided: ({ outcome, rule, credit, reasons }, { policy }) => [
    outcome === 'upheld'
      ? `你对「${rule}」的申诉成立：违规不再计算，由它引起的处罚全部解除。信用分现为 ${credit}/${policy.points}。`
      : `你对「${rule}」的申诉未成立，扣分与处罚不变。信用分现为 ${credit}/${policy.points}。`,
    `理由：${reasons}`,
  ],
  lifted: ({ sanction, credit, reason }, { policy }) => [
    `${{ warn: '警告', mute: '禁言', suspend: '暂停资格', remove: '移出群' }[sanction]}已提前解除。信用分现为 ${credit}/${policy.points}。`,
    reason && `原因：${reason}`,
  ],
  restored: ({ credit, points }, { link }) => [
    `你通过了群规考试，资格恢复，信用分现为 ${credit}/${points}。`,
    link ?? '',
  ],
  good: ({ credit, given, days }, { policy }) => [
    `你已经 ${days} 天没有违规，恢复 ${given} 分，信用分现为 ${credit}/${policy.points}。谢谢你守护大家的群。`,
  ],
};

const EN: Words = {
  violation: ({ rule, cost, note, evidence, credit, sanctions, returnsOn, appealUntil }, { policy, zone, link }) => [
    `You broke the rule “${rule}”. It costs ${cost}; your credit is now ${credit} of ${policy.points}.`,
    note && `Why: ${note}`,
    `When: ${clockTime(evidence.at, zone)}${evidence.group && `, in “${evidence.group}”`}`,
    evidence.text && `Evidence: “${cut(evidence.text, 200)}”`,
    ...sanctions.map(
      ({ kind, until }) =>
        ({
          warn: `Sanction: a warning. At ${policy.muteAt} you would be muted.`,
          mute: `Sanction: muted until ${until === null ? '' : clockTime(until, zone)}.`,
          suspend: 'Sanction: suspended until you pass the exam on the rules.',
          remove: 'Sanction: removed from the groups.',
        })[kind],
    ),
    `How to get it back: ${policy.goodPoints} for each ${policy.goodDays} days without a violation; what this one cost is back on ${formatDay(returnsOn)} at the latest.`,
    `You can appeal once, until ${formatDay(appealUntil)}${link ? `: ${link}` : ', on your member page under “My credit”.'}`,
  ],
  withdrawn: ({ rule, cost, credit, reason }, { policy }) => [
    `The violation of “${rule}” was withdrawn: its ${cost} count no more and its sanctions are lifted. Your credit is now ${credit} of ${policy.points}.`,
    reason && `Why: ${reason}`,
  ],
  decided: ({ outcome, rule, credit, reasons }, { policy }) => [
    outcome === 'upheld'
      ? `Your appeal about “${rule}” was upheld: it counts no more, and every sanction that it caused is lifted. Your credit is now ${credit} of ${policy.points}.`
      : `Your appeal about “${rule}” was rejected; cost and sanctions stay. Your credit is now ${credit} of ${policy.points}.`,
    `Reasons: ${reasons}`,
  ],
  lifted: ({ sanction, credit, reason }, { policy }) => [
    `Your ${{ warn: 'warning', mute: 'mute', suspend: 'suspension', remove: 'removal' }[sanction]} was lifted early. Your credit is now ${credit} of ${policy.points}.`,
    reason && `Why: ${reason}`,
  ],
  restored: ({ credit, points }, { link }) => [
    `You passed the exam on the rules: your suspension has ended, and your credit is now ${credit} of ${points}.`,
    link ?? '',
  ],
  good: ({ credit, given, days }, { policy }) => [
    `${days} days without a violation: ${given} given back, your credit is now ${credit} of ${policy.points}. Thank you for keeping the groups good to be in.`,
  ],
};

const WORDS: Record<Language, Words> = { 'zh-CN': ZH, en: EN };

/** What a member reads, in the community's language for such messages. */
export function creditText(message: CreditMessage, frame: Frame): string {
  const write = WORDS[frame.policy.language][message.kind] as (one: CreditMessage, frame: Frame) => string[];
  return write(message, frame)
    .filter((line) => line !== '')
    .join('\n');
}
