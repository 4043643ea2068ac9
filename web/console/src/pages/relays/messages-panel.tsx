import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { sessionReply } from '../../../../../src/modules/relay/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { correctInRelay, sayInRelay } from '../../api/relays.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { ContentEditor, isWhole, isWritten, type Written } from '../messages/content-editor.tsx';
import { MessageView } from '../messages/message-view.tsx';
import { ProgressView } from './progress-view.tsx';
import { useRelayChange } from './use-relay-change.ts';

type Reply = z.infer<typeof sessionReply>;
type Message = Reply['messages'][number];
const BLANK: Written = { kind: 'text', text: '' };

/** What went out, latest first, with how far each message is; and a place to say something. */
export function MessagesPanel({ data: { session, messages }, mayManage }: { data: Reply; mayManage: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [content, setContent] = useState<Written>(BLANK);
  const [corrected, setCorrected] = useState<Message>();
  const say = useRelayChange(
    (communityId) => sayInRelay(communityId, session.id, { content }),
    () => setContent(BLANK),
  );
  return (
    <Panel title={t('relays.messages')}>
      {mayManage && session.state === 'live' ? (
        <form
          className="q-relay-say"
          onSubmit={(event) => {
            event.preventDefault();
            say.mutate(undefined);
          }}
        >
          <ContentEditor value={content} onChange={setContent} rows={2} />
          <ErrorNotice error={say.error} />
          <Button type="primary" htmlType="submit" loading={say.isPending} disabled={!isWhole(content)}>
            {t('relays.say', { count: session.targetIds.length })}
          </Button>
        </form>
      ) : null}
      {messages.length === 0 ? <p className="q-faint">{t(`relays.noMessages.${session.state}`)}</p> : null}
      <ol className="q-relay-messages">
        {messages.map((message) => (
          <li key={message.key}>
            <MessageView content={message.content} />
            <footer>
              <small className="q-faint" title={format.instant(message.saidAt)}>
                {t('relays.place', { place: message.place })} ·{' '}
                {message.own ? t('relays.byOperator') : (message.by ?? t('relays.byMember'))} ·{' '}
                {format.relative(message.saidAt)}
                {message.edits > 0 ? ` · ${t('relays.corrected')}` : ''}
              </small>
              <ProgressView progress={message.progress} />
              {mayManage && message.own && session.state === 'live' && isWritten(message.content) ? (
                <Button size="small" onClick={() => setCorrected(message)}>
                  {t('relays.correct')}
                </Button>
              ) : null}
            </footer>
          </li>
        ))}
      </ol>
      {corrected ? (
        <CorrectDialog relayId={session.id} message={corrected} onClose={() => setCorrected(undefined)} />
      ) : null}
    </Panel>
  );
}

function CorrectDialog({ relayId, message, onClose }: { relayId: string; message: Message; onClose: () => void }) {
  const { t } = useTranslation();
  const [content, setContent] = useState<Written>(isWritten(message.content) ? message.content : BLANK);
  const save = useRelayChange((communityId) => correctInRelay(communityId, relayId, message.key, content), onClose);
  return (
    <Modal
      open
      title={t('relays.correct')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('relays.correctNow')}
      cancelText={t('relays.cancel')}
      okButtonProps={{ disabled: !isWhole(content), loading: save.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        <ContentEditor value={content} onChange={setContent} kinds={[content.kind]} />
        <p className="q-faint">{t('relays.correctHint')}</p>
      </div>
    </Modal>
  );
}
