import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityRule } from '../../../../../src/modules/credit/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { saveRule } from '../../api/credit.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCreditChange } from './use-credit-change.ts';

type Props = { rule: CommunityRule | undefined; costs: readonly number[]; onClose: () => void };

/** Writes a rule, or changes one. */
export function RuleDialog({ rule, costs, onClose }: Props) {
  const { t } = useTranslation();
  const [fields, setFields] = useState({
    title: rule?.title ?? '',
    text: rule?.text ?? '',
    examples: rule?.examples ?? [],
    cost: rule?.cost ?? costs[0]!,
  });
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const save = useCreditChange((communityId) => saveRule(communityId, rule?.id, fields), onClose);
  const { title, text, examples, cost } = fields;
  return (
    <Modal
      open
      title={t(rule ? 'credit.rules.edit' : 'credit.rules.new')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('credit.save')}
      cancelText={t('credit.cancel')}
      okButtonProps={{ disabled: title.trim() === '', loading: save.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        <Field label={t('credit.rules.name')}>
          {(control) => (
            <Input {...control} maxLength={80} value={title} onChange={({ target }) => set({ title: target.value })} />
          )}
        </Field>
        <Field label={t('credit.rules.text')}>
          {(control) => (
            <Input.TextArea
              {...control}
              autoSize={{ minRows: 3, maxRows: 8 }}
              maxLength={1000}
              value={text}
              onChange={({ target }) => set({ text: target.value })}
            />
          )}
        </Field>
        <Field label={t('credit.rules.examples')} hint={t('credit.rules.examplesHint')}>
          {({ id }) => (
            <Select
              id={id}
              mode="tags"
              open={false}
              suffixIcon={null}
              maxCount={10}
              value={examples}
              onChange={(value: string[]) =>
                set({ examples: value.map((one) => one.trim().slice(0, 200)).filter(Boolean) })
              }
            />
          )}
        </Field>
        <Field label={t('credit.rules.cost')} hint={rule ? t('credit.rules.costHint') : undefined}>
          {({ id }) => (
            <Select
              id={id}
              value={cost}
              onChange={(value) => set({ cost: value })}
              options={[...new Set([...costs, cost])]
                .toSorted((a, b) => a - b)
                .map((value) => ({ value, label: t('credit.costs', { count: value }) }))}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
