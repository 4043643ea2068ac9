import type { Block } from './contract.ts';

/** Characters that Markdown would read as marks. */
const escapeMarkdown = (text: string): string =>
  text.replaceAll(/\s+/gu, ' ').replaceAll(/[\\`*_{}[\]<>|#]/gu, (mark) => `\\${mark}`);

/** A report as Markdown; text of members and operators is escaped. */
export function toMarkdown(title: string, blocks: readonly Block[]): string {
  return [`# ${escapeMarkdown(title)}`, ...blocks.map(markdownOf)].join('\n\n') + '\n';
}

function markdownOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${escapeMarkdown(block.text)}`;
    case 'paragraph':
      return escapeMarkdown(block.text);
    case 'list':
      return block.items
        .map(({ text, detail }) => `- ${escapeMarkdown(text)}${detail === null ? '' : `\n  ${escapeMarkdown(detail)}`}`)
        .join('\n');
    case 'table': {
      const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
      return [
        row(block.head),
        `| ${block.head.map((_, at) => (at === 0 ? ':--' : '--:')).join(' | ')} |`,
        ...block.rows.map(row),
      ].join('\n');
    }
  }
}
