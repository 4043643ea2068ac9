import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../../../src/modules/playbooks/library.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { finishRun } from '../../api/plays.ts';
import { usePlayChange } from './use-plays.ts';

/** Ends a play: what came of it in words, while its metric is kept. */
export function FinishDialog({ run, name, onClose }: { run: Run; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState('');
  const finish = usePlayChange((community, text: string) => finishRun(community, run.id, text));
  return (
    <Modal
      open
      title={t('playbook.finishTitle', { name })}
      onCancel={onClose}
      okText={t('playbook.finish')}
      cancelText={t('form.cancel')}
      okButtonProps={{ loading: finish.isPending }}
      onOk={() => finish.mutate(outcome.trim(), { onSuccess: onClose })}
    >
      <div className="q-form q-dialog">
        <p>{t('playbook.finishNote')}</p>
        <Field label={t('playbook.outcome')}>
          {(control) => (
            <Input.TextArea
              {...control}
              autoFocus
              rows={4}
              maxLength={2000}
              value={outcome}
              onChange={(event) => setOutcome(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
