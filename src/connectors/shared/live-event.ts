import type { Heard } from '#modules/connections/index.ts';
import type { Draft } from './event-shaper.ts';
import { cutText } from './cut-text.ts';

const LONGEST_NAME = 400;

/** A live event before it is shaped: as importers draft theirs, so that history and live are the same event. */
export type LiveDraft = Draft & { member: string };

/** What is heard of a draft: cut as importers cut, empty fields left out. `chat` is undefined for what belongs to no chat. */
export function liveEvent(chat: string | undefined, draft: LiveDraft): Heard {
  const event: Record<string, unknown> = {};
  for (const key in draft) if (draft[key] !== undefined && draft[key] !== '') event[key] = draft[key];
  delete event.group;
  event.at = new Date(draft.at).toISOString();
  Object.assign(event, cutText(draft.text));
  for (const key of ['name', 'groupName'] as const)
    if (draft[key] !== undefined && draft[key] !== '') event[key] = draft[key].slice(0, LONGEST_NAME);
  if (draft.mentions) event.mentions = [...new Set(draft.mentions)].slice(0, 1000);
  return { ...(chat !== undefined && { chat }), event: event as Heard['event'] };
}
