import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaysReply, Run } from '../../../../../src/modules/playbooks/library.contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import { addTask } from '../../api/plays.ts';
import { FinishDialog } from './finish-dialog.tsx';
import { TaskRow } from './task-row.tsx';
import { useDayOf, useLanguage, usePlayChange } from './use-plays.ts';

interface TasksProps {
  data: PlaysReply;
  mayManage: boolean;
  /** The operator who looks; absent for nobody in particular. */
  me: string | undefined;
  mine: boolean;
  onWhose: (mine: boolean) => void;
}

/** Plays under way with their tasks: one’s own, or the whole team’s. */
export function TasksView({ data, mayManage, me, mine, onWhose }: TasksProps) {
  const { t } = useTranslation();
  const runs = mine
    ? data.runs
        .map((run) => ({ ...run, tasks: run.tasks.filter(({ ownerId }) => ownerId === me) }))
        .filter(({ tasks }) => tasks.length > 0)
    : data.runs;
  return (
    <>
      <Segmented
        className="q-plays-whose"
        aria-label={t('playbook.whose')}
        value={mine ? 'mine' : 'everyone'}
        options={(['everyone', 'mine'] as const).map((value) => ({ value, label: t(`playbook.${value}`) }))}
        onChange={(value) => onWhose(value === 'mine')}
      />
      {runs.length === 0 ? (
        <section className="q-panel">
          <EmptyState title={t('playbook.noTasks')}>
            {t(mine ? 'playbook.noneMine' : 'playbook.noTasksDetail')}
          </EmptyState>
        </section>
      ) : (
        runs.map((run) => (
          <RunPanel key={run.id} run={run} operators={data.operators} mayManage={mayManage} whole={!mine} />
        ))
      )}
    </>
  );
}

interface RunProps {
  run: Run;
  operators: PlaysReply['operators'];
  mayManage: boolean;
  /** All of its tasks are shown. */
  whole: boolean;
}

function RunPanel({ run, operators, mayManage, whole }: RunProps) {
  const { t } = useTranslation();
  const dayOf = useDayOf();
  const words = useWords();
  const language = useLanguage();
  const [finishing, setFinishing] = useState(false);
  const name = run.name[language];
  const facts = [
    t('playbook.since', { day: dayOf(run.acceptedAt) }),
    run.acceptedBy,
    t('playbook.progress', { done: run.tasks.filter(({ done }) => done).length, all: run.tasks.length }),
    t('playbook.metric', { metric: words.metric(run.metric) }),
  ];
  return (
    <section className="q-panel q-run">
      <header className="q-panel-head">
        <h2>{name}</h2>
        {mayManage ? (
          <Button size="small" onClick={() => setFinishing(true)}>
            {t('playbook.finish')}
          </Button>
        ) : null}
      </header>
      <p>{run.reason[language]}</p>
      <p className="q-faint q-small">{facts.filter(Boolean).join(' · ')}</p>
      <ul className="q-tasks">
        {run.tasks.map((task) => (
          <TaskRow key={task.id} run={run.id} task={task} operators={operators} mayManage={mayManage} />
        ))}
      </ul>
      {mayManage && whole ? <NewTask run={run.id} /> : null}
      {finishing ? <FinishDialog run={run} name={name} onClose={() => setFinishing(false)} /> : null}
    </section>
  );
}

function NewTask({ run }: { run: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const add = usePlayChange((community, task: string) => addTask(community, run, task));
  const send = () => {
    if (text.trim() !== '') add.mutate(text.trim(), { onSuccess: () => setText('') });
  };
  return (
    <div className="q-task-new">
      <Input
        aria-label={t('playbook.newTask')}
        placeholder={t('playbook.newTask')}
        maxLength={400}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={send}
      />
      <Button disabled={text.trim() === ''} loading={add.isPending} onClick={send}>
        {t('playbook.addTask')}
      </Button>
    </div>
  );
}
