import { MAX_TEXT } from '#modules/events/contract.ts';
import { detached } from './detached.ts';

/** The fields of a text that is too long to keep whole: its first MAX_TEXT units, not ending in half a character, and its length. */
export function cutText(text: string | undefined): { text?: string; textCut?: number } {
  if (text === undefined || text.length <= MAX_TEXT) return {};
  const last = text.charCodeAt(MAX_TEXT - 1);
  const kept = text.slice(0, last >= 0xd800 && last <= 0xdbff ? MAX_TEXT - 1 : MAX_TEXT);
  return { text: detached(kept), textCut: text.length };
}
