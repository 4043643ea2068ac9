import type { Content } from '../../../../../src/modules/connections/content.contract.ts';
import type { Compose } from '../../api/deliveries.ts';
import { instantText } from '../goals/zoned-time.ts';
import { isWhole } from '../messages/content-editor.tsx';
import { type ChosenTemplate, variablesFor } from '../templates/template-choice.tsx';

export const AUDIENCES = ['segment', 'members', 'chats', 'public'] as const;
export type AudienceKind = (typeof AUDIENCES)[number];

/** A message that is being written; what belongs to the other kinds of audience is kept until it is wanted. */
export type ComposeDraft = {
  audience: AudienceKind;
  segmentId: string | undefined;
  memberIds: readonly string[];
  chatIds: readonly string[];
  connectionIds: readonly string[];
  written: 'own' | 'template';
  content: Content;
  template: ChosenTemplate;
  language: 'zh-CN' | 'en';
  purpose: 'promotion' | 'service';
  priority: number;
  confirm: boolean;
  /** Local times of the community; empty: at once, or as long as its purpose lets it. */
  notBefore: string;
  expiresAt: string;
};

/** What is asked of the server; undefined while something is missing. `key` sends it once however often it is pressed. */
export function orderOf(
  draft: ComposeDraft,
  { zone, key, declared }: { zone: string; key: string; declared: readonly string[] },
): Compose | undefined {
  const audience = audienceOf(draft);
  const message = messageOf(draft, declared);
  if (!audience || !message) return undefined;
  const { purpose, priority, confirm, language } = draft;
  return {
    audience,
    message,
    purpose,
    priority,
    confirm,
    language,
    key,
    notBefore: instantText(draft.notBefore, zone),
    expiresAt: instantText(draft.expiresAt, zone),
  };
}

function audienceOf(draft: ComposeDraft): Compose['audience'] | undefined {
  const { audience: kind, segmentId, memberIds, chatIds, connectionIds } = draft;
  if (kind === 'chats') return chatIds.length > 0 ? { kind, chatIds: [...chatIds] } : undefined;
  if (connectionIds.length === 0) return undefined;
  const over = { connectionIds: [...connectionIds] };
  if (kind === 'public') return { kind, ...over };
  if (kind === 'segment') return segmentId ? { kind, segmentId, ...over } : undefined;
  return memberIds.length > 0 ? { kind, memberIds: [...memberIds], ...over } : undefined;
}

function messageOf(
  { written, content, template }: ComposeDraft,
  declared: readonly string[],
): Compose['message'] | undefined {
  if (written === 'own') return isWhole(content) ? { content, variables: {} } : undefined;
  const { templateId } = template;
  return templateId ? { templateId, variables: variablesFor(template, declared) } : undefined;
}
