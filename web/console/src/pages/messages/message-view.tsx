import type { Content } from '../../../../../src/modules/connections/content.contract.ts';
import './messages.css';

/** A message as a group shows it. Pictures are named by their address: nothing is fetched from elsewhere. */
export function MessageView({ content }: { content: Content }) {
  if (content.kind === 'text') return <div className="q-bubble">{content.text}</div>;
  if (content.kind === 'image')
    return (
      <div className="q-bubble">
        {content.caption}
        {content.caption ? '\n' : ''}
        <a href={content.url} target="_blank" rel="noreferrer noopener">
          {content.url}
        </a>
      </div>
    );
  if (content.kind === 'card')
    return (
      <div className="q-bubble">
        <b>{content.title}</b>
        {content.text}
        {content.text ? '\n' : ''}
        <a href={content.url} target="_blank" rel="noreferrer noopener">
          {content.url}
        </a>
      </div>
    );
  if (content.kind === 'template')
    return (
      <div className="q-bubble">
        {Object.entries(content.fields)
          .map(([name, value]) => `${name}: ${value}`)
          .join('\n')}
      </div>
    );
  return (
    <div className="q-bubble">
      <b>{content.title}</b>
      {content.author ? <span className="q-faint">{content.author}</span> : null}
      {[content.digest, wordsOfHtml(content.html)].filter(Boolean).join('\n\n')}
    </div>
  );
}

/** What a person reads in an HTML text; nothing of it is run or fetched. */
function wordsOfHtml(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const end of body.querySelectorAll('p, br, li, h1, h2, h3, h4, div')) end.append('\n');
  const words = (body.textContent ?? '').replaceAll(/\n\s*\n+/g, '\n').trim();
  return words.length > 600 ? `${words.slice(0, 600)}…` : words;
}
