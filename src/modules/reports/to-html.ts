import { html, raw, type Markup } from '#kernel/markup.ts';
import type { Language } from '#kernel/number-format.ts';
import type { Block } from './contract.ts';

const STYLE = `
  body { font: 15px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif; color: #1b2b28;
    max-width: 760px; margin: 24px auto; padding: 0 16px; }
  h1 { font-size: 24px; margin: 0 0 8px; } h2 { font-size: 17px; margin: 28px 0 8px; break-after: avoid; }
  p { margin: 0 0 8px; } .lead { font-size: 17px; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  th, td { padding: 4px 8px; text-align: right; border-bottom: 1px solid #dbe5e2; } tr { break-inside: avoid; }
  th:first-child, td:first-child { text-align: left; } th { font-weight: 600; color: #4c5f5b; }
  ul { padding-left: 20px; margin: 0 0 8px; } li { margin: 0 0 6px; break-inside: avoid; } small { color: #4c5f5b; display: block; font-size: 13px; }
  .good { color: #0b7a6a; } .good::before { content: "✓ "; } .bad { color: #b3261e; } .bad::before { content: "! "; }
  @page { size: A4; margin: 16mm; }
  @media print { body { margin: 0; max-width: none; padding: 0; } }`;

/** A report as one page of HTML that needs nothing else; every text is escaped. */
export function toHtml(title: string, blocks: readonly Block[], language: Language): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${blocks.map(markupOf)}
      </body>
    </html> `.text;
}

function markupOf(block: Block, at: number): Markup {
  switch (block.kind) {
    case 'heading':
      return html`<h2>${block.text}</h2>`;
    case 'paragraph':
      return at === 0 ? html`<p class="lead">${block.text}</p>` : html`<p>${block.text}</p>`;
    case 'list':
      return html`<ul>
        ${block.items.map(
          ({ text, detail, verdict }) =>
            html`<li>
              <span class="${verdict ?? ''}">${text}</span>${detail === null ? null : html`<small>${detail}</small>`}
            </li>`,
        )}
      </ul>`;
    case 'table':
      return html`<table>
        <thead>
          <tr>
            ${block.head.map((cell) => html`<th>${cell}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${block.rows.map(
            (cells, row) =>
              html`<tr>
                ${cells.map((cell, column) =>
                  column === cells.length - 1
                    ? html`<td><span class="${block.verdicts[row] ?? ''}">${cell}</span></td>`
                    : html`<td>${cell}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>`;
  }
}
