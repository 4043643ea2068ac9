import { DeleteOutlined, EditOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaysReply, Task } from '../../../../../src/modules/playbooks/library.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { changeTask, removeTask, type TaskChange } from '../../api/plays.ts';
import { usePlayChange } from './use-plays.ts';

const today = (): string => new Intl.DateTimeFormat('sv-SE').format(new Date());

interface TaskProps {
  run: string;
  task: Task;
  operators: PlaysReply['operators'];
  mayManage: boolean;
}

/** One task: ticked off, given to somebody, with a day and a note. */
export function TaskRow({ run, task, operators, mayManage }: TaskProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const change = usePlayChange((community, body: TaskChange) => changeTask(community, run, task.id, body));
  const overdue = !task.done && task.dueOn !== null && task.dueOn < today();
  const when = task.doneAt === null ? '' : format.instant(task.doneAt);
  return (
    <li className={`q-task ${task.done ? 'q-task-done' : ''}`}>
      <Checkbox
        checked={task.done}
        disabled={!mayManage || change.isPending}
        aria-label={t('playbook.tick', { text: task.text })}
        onChange={(event) => change.mutate({ done: event.target.checked })}
      />
      <div className="q-task-text">
        <span>{task.text}</span>
        {task.note && !open ? <small className="q-soft">{task.note}</small> : null}
        {task.done ? (
          <small className="q-faint">
            {task.doneBy ? t('playbook.doneBy', { name: task.doneBy, when }) : t('playbook.doneAt', { when })}
          </small>
        ) : null}
        {open ? <TaskNote run={run} task={task} onClose={() => setOpen(false)} /> : null}
      </div>
      <div className="q-task-facts">
        {overdue ? <span className="q-task-overdue">{t('playbook.overdue')}</span> : null}
        {task.done && task.dueOn === null ? null : (
          <input
            type="date"
            className={`q-task-due ${task.dueOn === null ? 'q-task-no-due' : ''}`}
            aria-label={`${t('playbook.due')} · ${task.text}`}
            value={task.dueOn ?? ''}
            disabled={!mayManage}
            onChange={(event) => change.mutate({ dueOn: event.target.value || null })}
          />
        )}
        <Select
          size="small"
          className="q-task-owner"
          aria-label={`${t('playbook.owner')} · ${task.text}`}
          disabled={!mayManage}
          value={task.ownerId ?? ''}
          options={[
            { value: '', label: t('playbook.nobody') },
            ...operators.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(ownerId) => change.mutate({ ownerId: ownerId || null })}
        />
        {mayManage ? (
          <Button
            size="small"
            type="text"
            icon={<EditOutlined />}
            aria-expanded={open}
            aria-label={`${t('playbook.more')} · ${task.text}`}
            onClick={() => setOpen(!open)}
          />
        ) : null}
      </div>
    </li>
  );
}

function TaskNote({ run, task, onClose }: { run: string; task: Task; onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(task.text);
  const [note, setNote] = useState(task.note);
  const change = usePlayChange((community, body: TaskChange) => changeTask(community, run, task.id, body));
  const remove = usePlayChange((community, id: string) => removeTask(community, run, id));
  return (
    <div className="q-task-note">
      <Input
        aria-label={t('playbook.task')}
        maxLength={400}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Input.TextArea
        aria-label={t('playbook.note')}
        placeholder={t('playbook.note')}
        rows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="q-play-actions">
        <Button
          size="small"
          danger
          type="text"
          icon={<DeleteOutlined />}
          loading={remove.isPending}
          onClick={() => remove.mutate(task.id)}
        >
          {t('playbook.removeTask')}
        </Button>
        <Button
          size="small"
          type="primary"
          disabled={text.trim() === ''}
          loading={change.isPending}
          onClick={() => change.mutate({ text: text.trim(), note: note.trim() }, { onSuccess: onClose })}
        >
          {t('playbook.save')}
        </Button>
      </div>
    </div>
  );
}
