import type { GuideLanguage, GuidePage } from './read-guide.ts';

const WORDS = {
  'zh-CN': {
    guide: '群落使用指南',
    console: '打开控制台',
    other: 'English',
    skip: '跳到正文',
    pages: '目录',
    here: '本页',
    next: '下一页',
    before: '上一页',
  },
  en: {
    guide: 'Qunluo guide',
    console: 'Open the console',
    other: '中文',
    skip: 'Skip to the text',
    pages: 'Contents',
    here: 'On this page',
    next: 'Next',
    before: 'Before',
  },
} as const;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign]!);

const addressOf = (language: GuideLanguage, page: GuidePage): string => `/docs/${language}/${page.slug}`;

/** One page of the guide as a whole document: contents on the left, the text, its sections, before and next. */
export function guideHtml(language: GuideLanguage, pages: readonly GuidePage[], page: GuidePage): string {
  const words = WORDS[language];
  const other: GuideLanguage = language === 'en' ? 'zh-CN' : 'en';
  const at = pages.indexOf(page);
  const link = (one: GuidePage): string =>
    `<a href="${addressOf(language, one)}"${one === page ? ' aria-current="page"' : ''}>${escape(one.title)}</a>`;
  const step = (one: GuidePage | undefined, word: string): string =>
    one ? `<a href="${addressOf(language, one)}"><small>${word}</small>${escape(one.title)}</a>` : '<span></span>';
  const sections = page.sections
    .map(({ id, title }) => `<li><a href="#${encodeURIComponent(id)}">${escape(title)}</a></li>`)
    .join('');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(page.title)} · ${words.guide}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/docs/guide.css">
</head>
<body>
<a class="skip" href="#text">${words.skip}</a>
<header><a class="brand" href="/docs/${language}">${words.guide}</a>
<nav><a class="to-pages" href="#pages">${words.pages}</a><a href="/docs/${other}/${page.slug}" lang="${other}" hreflang="${other}">${words.other}</a><a href="/">${words.console}</a></nav></header>
<div class="frame">
<nav class="pages" id="pages" aria-label="${words.pages}"><ol>${pages.map((one) => `<li>${link(one)}</li>`).join('')}</ol></nav>
<main id="text">${page.html}
<div class="steps">${step(pages[at - 1], words.before)}${step(pages[at + 1], words.next)}</div></main>
${sections === '' ? '' : `<nav class="here" aria-label="${words.here}"><b>${words.here}</b><ol>${sections}</ol></nav>`}
</div>
</body>
</html>
`;
}
