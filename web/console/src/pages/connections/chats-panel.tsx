import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChatView, ConnectionView } from '../../../../../src/modules/connections/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { attachChat, chatsQuery, detachChat } from '../../api/connections.ts';
import { communitiesQuery } from '../../api/session.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useConnectionChange } from './use-connection-change.ts';

/** The groups that a connection can see, and which community each belongs to. Of the others nothing is kept. */
export function ChatsPanel({ connection }: { connection: ConnectionView }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(chatsQuery(connection.id));
  return (
    <Panel title={t('connections.tabs.chats')} note={t('connections.chatsNote')}>
      {error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={4} height={24} />
      ) : data.chats.length === 0 ? (
        <EmptyState title={t('connections.noChats.title')}>{t('connections.noChats.detail')}</EmptyState>
      ) : (
        <div className="q-table-scroll">
          <table className="q-table q-table-start">
            <thead>
              <tr>
                <th>{t('connections.chat')}</th>
                <th>{t('connections.chatKind')}</th>
                <th className="q-number">{t('connections.people')}</th>
                <th>{t('connections.lastSeen')}</th>
                <th>{t('connections.belongs')}</th>
              </tr>
            </thead>
            <tbody>
              {data.chats.map((chat) => (
                <ChatRow key={chat.id} chat={chat} connectionId={connection.id} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function ChatRow({ chat, connectionId }: { chat: ChatView; connectionId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: communities = [] } = useQuery(communitiesQuery);
  const change = useConnectionChange((communityId: string | undefined) =>
    communityId ? attachChat(connectionId, chat.id, communityId) : detachChat(connectionId, chat.id),
  );
  return (
    <tr>
      <th scope="row">
        {chat.name || chat.externalId}
        {chat.name && chat.name !== chat.externalId ? <small className="q-faint"> {chat.externalId}</small> : null}
      </th>
      <td>{t(`connections.chatKinds.${chat.kind}`)}</td>
      <td className="q-number">{chat.members === null ? '—' : format.exact(chat.members)}</td>
      <td title={format.instant(chat.lastSeenAt)}>{format.relative(chat.lastSeenAt)}</td>
      <td>
        <Select
          aria-label={t('connections.attachTo', { chat: chat.name || chat.externalId })}
          className="q-connection-community"
          allowClear
          placeholder={t('connections.nowhere')}
          loading={change.isPending}
          value={chat.communityId}
          onChange={(id: string | undefined) => change.mutate(id)}
          options={communities.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <ErrorNotice error={change.error} />
      </td>
    </tr>
  );
}
