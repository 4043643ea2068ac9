import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Checkbox, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { requestKey } from '../../../../ui/request-key.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { recordViolation, rulesQuery } from '../../api/credit.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { instantText, wallText } from '../goals/zoned-time.ts';
import { useCreditChange } from './use-credit-change.ts';

type Props = {
  memberId: string;
  name: string;
  /** A message of theirs; without one, what somebody saw. */
  message?: { id: string; text: string | null };
  onClose: () => void;
};

/** Records a violation: which rule, the evidence, what the member reads. */
export function RecordDialog({ memberId, name, message, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data } = useQuery(rulesQuery(community.id));
  // Sent again, it is the same violation.
  const [key] = useState(requestKey);
  const [ruleId, setRuleId] = useState<string>();
  const [note, setNote] = useState('');
  const [seen, setSeen] = useState('');
  const [at, setAt] = useState(() => wallText(format, Date.now(), community.zone));
  const [remove, setRemove] = useState(false);
  const save = useCreditChange(
    (communityId) =>
      recordViolation(communityId, {
        memberId,
        ruleId: ruleId!,
        note,
        evidence: message ? { eventId: message.id } : { text: seen, happenedAt: instantText(at, community.zone)! },
        remove,
        key,
      }),
    onClose,
  );
  const rules = data?.rules ?? [];
  return (
    <Modal
      open
      title={t('credit.record.title', { name })}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('credit.record.ok')}
      cancelText={t('credit.cancel')}
      okButtonProps={{
        disabled:
          ruleId === undefined || (!message && (seen.trim() === '' || instantText(at, community.zone) === undefined)),
        loading: save.isPending,
      }}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        {data && rules.length === 0 ? (
          <p>
            {t('credit.record.noRules')}{' '}
            <Link to="/c/$community/rules" params={{ community: community.key }}>
              {t('credit.rules.title')}
            </Link>
          </p>
        ) : null}
        <Field label={t('credit.rule')}>
          {({ id }) => (
            <Select
              id={id}
              value={ruleId}
              onChange={setRuleId}
              options={rules.map((rule) => ({
                value: rule.id,
                label: `${rule.title} · ${t('credit.costs', { count: rule.cost })}`,
              }))}
            />
          )}
        </Field>
        {message ? (
          <div>
            <p className="q-faint">{t('credit.record.evidence')}</p>
            <blockquote className="q-credit-quote">{message.text || t('credit.record.noText')}</blockquote>
          </div>
        ) : (
          <>
            <Field label={t('credit.record.seen')} hint={t('credit.record.seenHint')}>
              {(control) => (
                <Input.TextArea
                  {...control}
                  autoSize={{ minRows: 2, maxRows: 6 }}
                  maxLength={4000}
                  value={seen}
                  onChange={({ target }) => setSeen(target.value)}
                />
              )}
            </Field>
            <Field label={t('credit.record.when', { zone: community.zone })}>
              {(control) => (
                <Input {...control} type="datetime-local" value={at} onChange={({ target }) => setAt(target.value)} />
              )}
            </Field>
          </>
        )}
        <Field label={t('credit.record.note')} hint={t('credit.record.noteHint')}>
          {(control) => (
            <Input.TextArea
              {...control}
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={2000}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
        <Checkbox checked={remove} onChange={({ target }) => setRemove(target.checked)}>
          {t('credit.record.remove')}
        </Checkbox>
        <p className="q-faint">{t('credit.record.follows')}</p>
      </div>
    </Modal>
  );
}
