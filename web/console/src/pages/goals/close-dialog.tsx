import { Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OUTCOMES, type TrackedObjective } from '../../../../../src/modules/goals/objectives.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { closeObjective } from '../../api/goals.ts';
import { GoalsError } from './goals-error.tsx';
import { useGoalChange } from './use-goal-change.ts';

/** Closes an objective with what came of it and what was learnt. */
export function CloseDialog({ objective, onClose }: { objective: TrackedObjective; onClose: () => void }) {
  const { t } = useTranslation();
  const { status } = objective.standing;
  const [outcome, setOutcome] = useState<string>(status === 'reached' || status === 'missed' ? status : 'dropped');
  const [note, setNote] = useState('');
  const close = useGoalChange((communityId) => closeObjective(communityId, objective.id, { outcome, note }), onClose);
  return (
    <Modal
      open
      title={t('goals.objective.closeTitle', { name: objective.name })}
      onCancel={onClose}
      onOk={() => close.mutate(undefined)}
      okText={t('goals.objective.close')}
      cancelText={t('goals.cancel')}
      okButtonProps={{ loading: close.isPending }}
    >
      <div className="q-form">
        <GoalsError error={close.error} />
        <fieldset className="q-choices">
          <legend>{t('goals.objective.outcome')}</legend>
          <Radio.Group
            value={outcome}
            onChange={(event) => setOutcome(event.target.value as string)}
            options={OUTCOMES.map((value) => ({ value, label: t(`goals.objective.outcomes.${value}`) }))}
          />
        </fieldset>
        <Field label={t('goals.objective.closingNote')} hint={t('goals.objective.closingHint')}>
          {(control) => (
            <Input.TextArea
              {...control}
              maxLength={2000}
              autoSize={{ minRows: 3, maxRows: 8 }}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
