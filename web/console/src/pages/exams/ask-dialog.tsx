import { Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AskReply } from '../../../../../src/modules/exams/attempt.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { askEntry } from '../../api/exams.ts';
import { ExamError } from './exam-error.tsx';
import { useExamChange } from './use-exam-change.ts';

const LINK = '{{link}}';

/** Asks members to take the entry exam; whom no connection reaches gets a link to be handed over. */
export function AskDialog({ memberIds, onClose }: { memberIds: readonly string[]; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState(() => t('exams.entry.text', { name: '{{name}}', link: LINK }));
  const ask = useExamChange((communityId) =>
    askEntry(communityId, { memberIds: [...memberIds], text, language: i18n.language === 'en' ? 'en' : 'zh-CN' }),
  );
  if (ask.data) return <Asked reply={ask.data} onClose={onClose} />;
  return (
    <Modal
      open
      title={t('exams.entry.askTitle', { count: memberIds.length })}
      onCancel={onClose}
      onOk={() => ask.mutate(undefined)}
      okText={t('exams.entry.ask', { count: memberIds.length })}
      cancelText={t('exams.cancel')}
      okButtonProps={{ disabled: !text.includes(LINK), loading: ask.isPending }}
    >
      <div className="q-form">
        <ExamError error={ask.error} />
        <Field
          label={t('exams.entry.words')}
          hint={t('exams.entry.wordsHint', { name: '{{name}}', link: LINK })}
          error={text.includes(LINK) ? undefined : t('exams.entry.noLink', { link: LINK })}
        >
          {({ status, ...control }) => (
            <Input.TextArea
              {...control}
              status={status}
              maxLength={500}
              autoSize={{ minRows: 3, maxRows: 8 }}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}

function Asked({ reply, onClose }: { reply: AskReply; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={reply.sent > 0 ? t('exams.entry.done', { count: reply.sent }) : t('exams.entry.linksReady')}
      onCancel={onClose}
      onOk={onClose}
      okText={t('exams.entry.close')}
      cancelButtonProps={{ style: { display: 'none' } }}
    >
      <div className="q-form">
        {reply.passed > 0 ? <p>{t('exams.entry.alreadyPassed', { count: reply.passed })}</p> : null}
        {reply.links.length > 0 ? (
          <>
            <p>{t('exams.entry.byHand', { count: reply.links.length })}</p>
            <ul className="q-lines q-exam-links">
              {reply.links.map(({ memberId, name, url }) => (
                <li key={memberId}>
                  {name} <Typography.Text copyable={{ text: url }}>{url.slice(0, 40)}…</Typography.Text>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Modal>
  );
}
