import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import { pictureSize } from './picture-size.ts';

export const GUIDE_LANGUAGES = ['zh-CN', 'en'] as const;
export type GuideLanguage = (typeof GUIDE_LANGUAGES)[number];

/** A page of the guide: `slug` names it in the address, `html` is its body, `sections` its second headings. */
export type GuidePage = { slug: string; title: string; html: string; sections: { id: string; title: string }[] };

/** `02-import.md` → `import`: the number only orders. */
const slugOf = (file: string): string => file.replace(/^\d+-/, '').replace(/\.md$/, '');

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');

/**
 * Reads the pages of one language in their order. Images are `../images/NAME.LANGUAGE.webp`; links to other pages are
 * `NN-slug.md`, with an anchor where wanted. Throws when a page has no title or links to one that is not there.
 */
export function readGuide(root: string, language: GuideLanguage): GuidePage[] {
  const folder = join(root, language);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .toSorted();
  return files.map((file) => readPage(folder, file, { language, files }));
}

function readPage(
  folder: string,
  file: string,
  { language, files }: { language: GuideLanguage; files: readonly string[] },
): GuidePage {
  const source = readFileSync(join(folder, file), 'utf8');
  const title = /^# (.+)$/m.exec(source)?.[1];
  if (!title) throw new Error(`${language}/${file} has no title`);
  const sections: GuidePage['sections'] = [];
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        const id = anchorOf(text);
        if (depth === 2) sections.push({ id, title: text });
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      image: ({ href, text }) => imageHtml(folder, href, text),
      table(token) {
        const cells = (row: typeof token.header, tag: string): string =>
          `<tr>${row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`;
        const body = token.rows.map((row) => cells(row, 'td')).join('');
        return `<div class="table"><table><thead>${cells(token.header, 'th')}</thead><tbody>${body}</tbody></table></div>`;
      },
    },
    walkTokens(token) {
      if (token.type === 'link') token.href = hrefOf(token.href as string, files, `${language}/${file}`);
    },
  });
  const html = marked.parse(source, { async: false });
  return { slug: slugOf(file), title, html, sections };
}

/** A link to a page of the guide becomes its address below the language; others stay. */
function hrefOf(href: string, files: readonly string[], from: string): string {
  const inside = /^(\d+-[\w-]+\.md)(#.*)?$/.exec(href);
  if (!inside) return href;
  if (!files.includes(inside[1]!)) throw new Error(`${from} links to ${inside[1]}, which is not there`);
  return `${slugOf(inside[1]!)}${inside[2] ?? ''}`;
}

/** Pixels of a picture to one of the page: pictures are taken at twice the size, and wide ones made smaller. */
const DENSITY = 1.6;

/** A picture with its size, so that nothing jumps when it comes; a narrow panel is not blown up. */
function imageHtml(folder: string, href: string, text: string): string {
  const file = join(folder, href);
  const address = href.replace(/^\.\.\/images\//, '/docs/images/');
  const size = existsSync(file) ? pictureSize(file) : undefined;
  const measures = size
    ? ` width="${Math.round(size.width / DENSITY)}" height="${Math.round(size.height / DENSITY)}"`
    : '';
  const alt = text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<a class="picture" href="${address}"><img src="${address}" alt="${alt}"${measures} loading="lazy" decoding="async"></a>`;
}
