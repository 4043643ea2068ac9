import type { Content } from '../../../../../src/modules/connections/content.contract.ts';
import './messages.css';

/** A message as a group shows it. Pictures are named by their address: nothing is fetched from elsewhere. */
export function MessageView({ content }: { content: Content }) {
  if (content.kind === 'text') return <div className="q-message">{content.text}</div>;
  if (content.kind === 'image')
    return (
      <div className="q-message">
        {content.caption}
        {content.caption ? '\n' : ''}
        <a href={content.url} target="_blank" rel="noreferrer noopener">
          {content.url}
        </a>
      </div>
    );
  if (content.kind === 'card')
    return (
      <div className="q-message">
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
      <div className="q-message">
        {Object.entries(content.fields)
          .map(([name, value]) => `${name}: ${value}`)
          .join('\n')}
      </div>
    );
  return (
    <div className="q-message">
      <b>{content.title}</b>
      {content.digest}
    </div>
  );
}
