import { asText, type Content } from '#modules/connections/index.ts';

/** Who may be heard in a session, and where. */
export type Hearing = {
  sourceGroupId: string | null;
  /** Accounts of the speakers; empty: everybody. */
  speakers: ReadonlySet<string>;
};

/** Something said, as far as a session asks. */
export type Said = { groupId: string | null; accountId: string; bot: boolean };

/** Whether something said goes out in a session. */
export const isRelayed = ({ sourceGroupId, speakers }: Hearing, said: Said): boolean =>
  sourceGroupId !== null &&
  said.groupId === sourceGroupId &&
  !said.bot &&
  (speakers.size === 0 || speakers.has(said.accountId));

/** The line before a message; empty where the heading is. */
export const headingOf = (heading: string, speaker: string): string =>
  heading.replaceAll('{{speaker}}', () => speaker).trim();

/** A content with the heading before its words, so that every group sees who speaks. */
export function withHeading(content: Content, heading: string): Content {
  if (heading === '') return content;
  switch (content.kind) {
    case 'text':
      return { ...content, text: `${heading}\n${content.text}` };
    case 'image':
      return { ...content, caption: [heading, content.caption].filter(Boolean).join('\n') };
    case 'card':
      return { ...content, text: [heading, content.text].filter(Boolean).join('\n') };
    default:
      return { kind: 'text', text: `${heading}\n${asText(content)}` };
  }
}

const QUESTION_END = /[?？]["'”’」』)）\]】\s]*$/u;

/**
 * What somebody asks of the speaker; undefined for anything else. With a word, what follows it (`提问 几点开始`); without, a
 * message that ends in a question mark.
 */
export function questionIn(text: string, word: string): string | undefined {
  const said = text.trim();
  if (word === '') return QUESTION_END.test(said) ? said : undefined;
  if (!said.toLowerCase().startsWith(word.toLowerCase())) return undefined;
  const asked = said.slice(word.length).replace(/^[\s:：,，、]+/u, '');
  return asked === '' ? undefined : asked;
}

/** A question before its answer, so that groups that did not see it know what is answered. */
export const quoting = (question: { name: string; text: string }, content: Content): Content =>
  withHeading(content, `「${question.name}：${question.text}」`);
