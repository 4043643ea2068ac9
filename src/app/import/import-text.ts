import { SKIP_REASONS } from '#connectors/contract.ts';
import type { Import, ImportProgress } from '#modules/imports/contract.ts';
import type { Language } from './import-arguments.ts';

const WORDS = {
  'zh-CN': {
    uploading: '上传',
    waiting: '等待数据库',
    checking: '检查',
    writing: '写入',
    people: '建立成员',
    rolling_up: '汇总',
    preview: (name: string, format: string) => `${name}：${format}`,
    holds: (events: string, groups: number, from: string, to: string) =>
      `  ${events} 条事件，${groups} 个群，${from} 至 ${to}`,
    atLeast: (count: number) => `${count}+`,
    proposed: (option: string, value: string, evidence: string) => `  ${option} = ${value}（${evidence}）`,
    required: (option: string, evidence: string) => `  需要指定 ${option}：${evidence}`,
    warning: '  注意：',
    skippedHead: '未导入：',
    taken: '新增',
    known: '已有',
    edited: '更新',
    members: '成员',
    newMembers: '其中新成员',
    groups: '群',
    span: '时间',
    unknownKinds: '未知类型（已保留，不计贡献）',
    skipped: '跳过',
    more: '等',
    done: '导入完成',
  },
  en: {
    uploading: 'uploading',
    waiting: 'waiting for the database',
    checking: 'checking',
    writing: 'writing',
    people: 'making members',
    rolling_up: 'rolling up',
    preview: (name: string, format: string) => `${name}: ${format}`,
    holds: (events: string, groups: number, from: string, to: string) =>
      `  ${events} events, ${groups} groups, ${from} to ${to}`,
    atLeast: (count: number) => `more than ${count}`,
    proposed: (option: string, value: string, evidence: string) => `  ${option} = ${value} (${evidence})`,
    required: (option: string, evidence: string) => `  ${option} must be given: ${evidence}`,
    warning: '  note: ',
    skippedHead: 'not taken:',
    taken: 'new',
    known: 'known already',
    edited: 'updated',
    members: 'members',
    newMembers: 'of them new',
    groups: 'groups',
    span: 'from, to',
    unknownKinds: 'of unknown kinds (kept, no contribution)',
    skipped: 'skipped',
    more: '…',
    done: 'imported',
  },
} as const;

const day = (instant: string | null | undefined): string => instant?.slice(0, 10) ?? '?';
const flag = (option: string): string => `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** What is being done, for the progress bar. */
export const doingText = (phase: ImportProgress['phase'] | 'uploading', language: Language): string =>
  WORDS[language][phase];

/** What the file is and what would be taken; the choices that it leaves open. */
export function previewText({ fileName, detection, format, preview }: Import, language: Language): string {
  const words = WORDS[language];
  const label = detection?.candidates.find((one) => one.format === format)?.label;
  const lines = [words.preview(fileName, label ? label[language === 'en' ? 'en' : 'zh'] : format)];
  if (!preview) return `${lines.join('\n')}\n`;
  const read = preview.complete ? String(preview.read) : words.atLeast(preview.read);
  lines.push(words.holds(read, preview.groups.length, day(preview.firstAt), day(preview.lastAt)));
  for (const { option, required, proposed, evidence } of preview.ambiguities)
    lines.push(
      required ? words.required(flag(option), evidence) : words.proposed(flag(option), proposed ?? '', evidence),
    );
  for (const warning of preview.warnings) lines.push(words.warning + warning);
  return `${lines.join('\n')}\n`;
}

/** What came of an import: counts, and what was not taken with its first places. */
export function summaryText({ fileName, summary }: Import, language: Language): string {
  const words = WORDS[language];
  if (!summary) return '';
  const skipped = summary.skipped.reduce((sum, { count }) => sum + count, 0);
  const figures: [string, number | string][] = [
    [words.taken, summary.written],
    [words.known, summary.known],
    ...(summary.edited > 0 ? [[words.edited, summary.edited] as [string, number]] : []),
    [words.skipped, skipped],
    ...(summary.unknownKinds > 0 ? [[words.unknownKinds, summary.unknownKinds] as [string, number]] : []),
    [words.members, summary.members],
    [words.newMembers, summary.newMembers],
    [words.groups, summary.groups],
    [words.span, `${day(summary.first)} – ${day(summary.last)}`],
  ];
  const lines = [`${words.done}: ${fileName}`, ...figures.map(([name, value]) => `  ${name}: ${value}`)];
  if (summary.skipped.length > 0) lines.push(words.skippedHead);
  for (const { reason, count, where } of summary.skipped) {
    const places = `${where.slice(0, 10).join(', ')}${count > 10 ? ` ${words.more}` : ''}`;
    lines.push(`  ${SKIP_REASONS[reason][language === 'en' ? 'en' : 'zh']}: ${count} (${places})`);
  }
  return `${lines.join('\n')}\n`;
}
