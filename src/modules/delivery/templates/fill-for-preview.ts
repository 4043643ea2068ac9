import type { Content } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Language, MessageToSend } from '../order.ts';
import { fillContent, usedVariables } from './fill-content.ts';
import { readWords } from './template-store.ts';
import { isKnownName, readValues } from './variables.ts';
import { wordsIn } from './words-in.ts';

/** Whom a preview is made for where nobody is named. */
const SOMEBODY = { 'zh-CN': '小雅', en: 'Ada' } as const;

export type PreviewOrder = MessageToSend & {
  language?: Language | undefined;
  memberId?: string | undefined;
  /** Variables of a template that is not kept yet. */
  declared?: readonly string[] | undefined;
};

/**
 * A message with its variables filled in as it would be sent to a member, or to somebody made up; what was declared and not
 * given, or nobody knows, shows as it is written. A content without variables is given back as it is. NotFound.
 */
export async function fillForPreview(tx: Tx, communityId: string, order: PreviewOrder): Promise<Content> {
  const { language = 'zh-CN', memberId, variables } = order;
  const words =
    'templateId' in order ? (await readWords(tx, communityId, [order.templateId])).get(order.templateId)! : undefined;
  const content = words ? wordsIn(words, language) : (order as { content: Content }).content;
  if (!words && variables === undefined) return content;
  const declared = [...(words?.variables ?? []), ...(order.declared ?? []), ...Object.keys(variables ?? {})];
  const used = new Set(usedVariables(content).map(({ name }) => name));
  const values = await readValues(tx, { communityId, used, memberIds: memberId === undefined ? [] : [memberId] });
  const of = values.of(memberId ?? null);
  return fillContent(content, (name) => {
    if (variables?.[name] !== undefined) return variables[name];
    if (name === 'member.name' && memberId === undefined) return SOMEBODY[language];
    return of(name) ?? (declared.includes(name) || !isKnownName(name) ? `{{${name}}}` : undefined);
  });
}
