import { DeleteOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaysReply, Run, Task } from '../../../../../src/modules/playbooks/library.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { addTask, changeTask, finishPlay, removeTask } from '../../api/plays.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { useFreshPlays, useSaid } from './use-plays.ts';

const REVIEW_WEEKS = 4;

/** Plays under way with their tasks. */
export function TasksTab({ plays }: { plays: PlaysReply }) {
  const { t } = useTranslation();
  const [finishing, setFinishing] = useState<Run>();
  if (plays.runs.length === 0)
    return (
      <section className="q-panel">
        <EmptyState title={t('playbook.noTasks.title')} art="search">
          {t('playbook.noTasks.detail')}
        </EmptyState>
      </section>
    );
  return (
    <div className="q-play-column">
      {plays.runs.map((run) => (
        <RunPanel key={run.id} run={run} operators={plays.operators} onFinish={() => setFinishing(run)} />
      ))}
      {finishing ? <FinishDialog run={finishing} onClose={() => setFinishing(undefined)} /> : null}
    </div>
  );
}

type Operators = PlaysReply['operators'];

function RunPanel({ run, operators, onFinish }: { run: Run; operators: Operators; onFinish: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const said = useSaid();
  const community = useCommunity();
  const fresh = useFreshPlays();
  const mayManage = useRight('plays.manage');
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: () => addTask(community.id, run.id, text.trim()),
    onSuccess: async () => {
      setText('');
      await fresh();
    },
  });
  const done = run.tasks.filter((task) => task.done).length;
  return (
    <Panel
      title={said(run.name)}
      aside={<span className="q-soft">{t('playbook.progress', { done, all: run.tasks.length })}</span>}
      note={said(run.reason)}
    >
      <ul className="q-task-list">
        {run.tasks.map((task) => (
          <TaskLine key={task.id} run={run} task={task} operators={operators} mayManage={mayManage} />
        ))}
      </ul>
      {mayManage ? (
        <form
          className="q-task-add"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') add.mutate();
          }}
        >
          <Input
            aria-label={t('playbook.addTask')}
            placeholder={t('playbook.addTask')}
            maxLength={400}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button htmlType="submit" disabled={text.trim() === ''} loading={add.isPending}>
            {t('playbook.addTask')}
          </Button>
        </form>
      ) : null}
      <ErrorNotice error={add.error} />
      <div className="q-play-actions">
        {mayManage ? <Button onClick={onFinish}>{t('playbook.finish')}</Button> : null}
        <span className="q-faint q-small">
          {t('playbook.acceptedBy', {
            who: run.acceptedBy ?? t('playbook.somebody'),
            when: format.instant(run.acceptedAt, community.zone),
          })}
          {' · '}
          {t('playbook.metric', { metric: words.metric(run.metric) })}
        </span>
      </div>
    </Panel>
  );
}

function TaskLine(props: { run: Run; task: Task; operators: Operators; mayManage: boolean }) {
  const { run, task, operators, mayManage } = props;
  const { t } = useTranslation();
  const community = useCommunity();
  const fresh = useFreshPlays();
  const [note, setNote] = useState(task.note);
  const change = useMutation({
    mutationFn: (body: Parameters<typeof changeTask>[3]) => changeTask(community.id, run.id, task.id, body),
    onSuccess: fresh,
  });
  const remove = useMutation({ mutationFn: () => removeTask(community.id, run.id, task.id), onSuccess: fresh });
  return (
    <li>
      <Checkbox
        checked={task.done}
        disabled={!mayManage || change.isPending}
        onChange={(event) => change.mutate({ done: event.target.checked })}
      >
        <span className={task.done ? 'q-task-done' : ''}>{task.text}</span>
      </Checkbox>
      <div className="q-task-facts">
        <Select
          size="small"
          aria-label={`${t('playbook.owner')}: ${task.text}`}
          disabled={!mayManage}
          value={task.ownerId ?? ''}
          options={[
            { value: '', label: t('playbook.nobody') },
            ...operators.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(ownerId) => change.mutate({ ownerId: ownerId === '' ? null : ownerId })}
        />
        <Input
          size="small"
          type="date"
          aria-label={`${t('playbook.due')}: ${task.text}`}
          disabled={!mayManage}
          value={task.dueOn ?? ''}
          onChange={(event) => change.mutate({ dueOn: event.target.value === '' ? null : event.target.value })}
        />
        <Input
          size="small"
          aria-label={`${t('playbook.note')}: ${task.text}`}
          placeholder={t('playbook.note')}
          maxLength={2000}
          disabled={!mayManage}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          onBlur={() => (note.trim() === task.note ? undefined : change.mutate({ note: note.trim() }))}
        />
        {mayManage ? (
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('playbook.removeTask')}: ${task.text}`}
            title={t('playbook.removeTask')}
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          />
        ) : null}
      </div>
      <ErrorNotice error={change.error ?? remove.error} />
    </li>
  );
}

function FinishDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const { t } = useTranslation();
  const said = useSaid();
  const community = useCommunity();
  const fresh = useFreshPlays();
  const [outcome, setOutcome] = useState('');
  const finish = useMutation({
    mutationFn: () => finishPlay(community.id, run.id, outcome.trim()),
    onSuccess: async () => {
      await fresh();
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('playbook.finishTitle', { name: said(run.name) })}
      onCancel={onClose}
      okText={t('playbook.finish')}
      cancelText={t('form.cancel')}
      okButtonProps={{ loading: finish.isPending }}
      onOk={() => finish.mutate()}
    >
      <div className="q-form q-dialog">
        <p className="q-soft">{t('playbook.finishHint', { weeks: REVIEW_WEEKS })}</p>
        <ErrorNotice error={finish.error} />
        <Field label={t('playbook.outcome')}>
          {(control) => (
            <Input.TextArea
              {...control}
              autoFocus
              name="outcome"
              maxLength={2000}
              autoSize={{ minRows: 3, maxRows: 8 }}
              value={outcome}
              onChange={(event) => setOutcome(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
