import { DeleteOutlined, EditOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Note } from '../../../../../src/modules/members/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { notesQuery, removeNote, saveNote } from '../../api/member-work.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useRight } from '../../shell/use-right.ts';

/** What operators wrote about a member for each other; everybody changes their own. */
export function NotesPanel({ communityId, memberId }: { communityId: string; memberId: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const may = useRight('members.edit');
  const { data, error, refetch } = useQuery(notesQuery(communityId, memberId));
  const [text, setText] = useState('');
  const [editing, setEditing] = useState<string>();
  const options = {
    onSuccess: ({ notes }: { notes: Note[] }) => client.setQueryData(notesQuery(communityId, memberId).queryKey, notes),
    onError: (failure: Error) => void message.error(describeError(failure, t).title),
  };
  const save = useMutation({
    mutationFn: () => saveNote(communityId, memberId, editing, text.trim()),
    ...options,
    onSuccess: (reply) => {
      options.onSuccess(reply);
      setText('');
      setEditing(undefined);
    },
  });
  const remove = useMutation({ mutationFn: (id: string) => removeNote(communityId, memberId, id), ...options });
  return (
    <Panel title={t('note.title')}>
      {may ? (
        <form
          className="q-note-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) save.mutate();
          }}
        >
          <Input.TextArea
            aria-label={t('note.add')}
            placeholder={t('note.placeholder')}
            autoSize={{ minRows: 1, maxRows: 8 }}
            maxLength={4000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {text.trim() || editing ? (
            <div className="q-dialog-foot">
              {editing ? (
                <Button
                  size="small"
                  onClick={() => {
                    setEditing(undefined);
                    setText('');
                  }}
                >
                  {t('form.cancel')}
                </Button>
              ) : null}
              <Button size="small" type="primary" htmlType="submit" loading={save.isPending} disabled={!text.trim()}>
                {t(editing ? 'form.save' : 'note.add')}
              </Button>
            </div>
          ) : null}
        </form>
      ) : null}
      {error ? <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton rows={2} /> : null}
      {data?.length === 0 ? <p className="q-soft">{t('note.none')}</p> : null}
      <ul className="q-notes">
        {data?.map((note) => (
          <NoteItem
            key={note.id}
            note={note}
            edit={() => {
              setEditing(note.id);
              setText(note.text);
            }}
            remove={() => remove.mutate(note.id)}
          />
        ))}
      </ul>
    </Panel>
  );
}

function NoteItem({ note, edit, remove }: { note: Note; edit: () => void; remove: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { modal } = App.useApp();
  const ask = () =>
    void modal.confirm({
      title: t('note.removeTitle'),
      okText: t('form.remove'),
      okButtonProps: { danger: true },
      cancelText: t('form.cancel'),
      onOk: remove,
    });
  return (
    <li>
      <p>{note.text}</p>
      <small className="q-faint" title={format.instant(note.writtenAt)}>
        {t('note.by', { who: note.writtenBy ?? t('note.token'), when: format.relative(note.writtenAt) })}
        {note.changedAt ? ` · ${t('note.changed')}` : ''}
      </small>
      {note.own ? (
        <span className="q-row-actions">
          <Button size="small" type="text" icon={<EditOutlined />} aria-label={t('form.edit')} onClick={edit} />
          <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('form.remove')} onClick={ask} />
        </span>
      ) : null}
    </li>
  );
}
