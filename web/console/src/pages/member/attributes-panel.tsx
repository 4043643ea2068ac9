import { EditOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CONSENTS, type AttributeValue, type MemberAttribute } from '../../../../../src/modules/members/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import {
  attributesQuery,
  clearMemberAttribute,
  setMemberAttribute,
  type ListedAttribute,
} from '../../api/member-work.ts';
import { memberQuery, type Portrait } from '../../api/members.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useRight } from '../../shell/use-right.ts';
import { AttributeInput } from '../members/attribute-input.tsx';
import { useAttributeWords } from '../members/attribute-words.ts';

/** What is known of a member: each value with who said so and what they consent to; edited in place. */
export function AttributesPanel({ portrait, communityId }: { portrait: Portrait; communityId: string }) {
  const { t } = useTranslation();
  const words = useAttributeWords();
  const may = useRight('members.edit');
  const { data: definitions = [] } = useQuery(attributesQuery(communityId));
  const [editing, setEditing] = useState<ListedAttribute>();
  const heldOf = (key: string) => portrait.attributes.find((one) => one.key === key);
  const shown = definitions.filter(({ key, hidden }) => !hidden && (may || heldOf(key)));
  return (
    <Panel title={t('member.attributes')}>
      {shown.length === 0 ? <p className="q-soft">{t('attribute.empty')}</p> : null}
      <dl className="q-held">
        {shown.map((definition) => {
          const held = heldOf(definition.key);
          const name = words.name(definition);
          return (
            <div key={definition.key}>
              <dt>{name}</dt>
              <dd>
                {held ? (
                  <>
                    <span className={held.value === null ? 'q-faint' : ''}>
                      {held.value === null ? t('attribute.refusedValue') : words.value(definition, held.value)}
                    </span>
                    <Provenance held={held} />
                  </>
                ) : (
                  <span className="q-faint">{t('attribute.none')}</span>
                )}
              </dd>
              {may ? (
                <dd>
                  <Button
                    size="small"
                    type="text"
                    icon={<EditOutlined />}
                    aria-label={t('attribute.set', { name })}
                    onClick={() => setEditing(definition)}
                  />
                </dd>
              ) : null}
            </div>
          );
        })}
      </dl>
      {editing ? (
        <EditDialog
          definition={editing}
          held={heldOf(editing.key)}
          communityId={communityId}
          memberId={portrait.memberId}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </Panel>
  );
}

/** Who said so and when, and what was said about keeping it. */
function Provenance({ held }: { held: MemberAttribute }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = held.setBy ?? (held.setByKind === 'token' ? 'API' : t('match.system'));
  const consent = [t(`attribute.consents.${held.consent}`), held.consentHow].filter(Boolean).join(' · ');
  return (
    <small className="q-faint" title={`${t('attribute.setBy', { who, when: format.instant(held.setAt) })}`}>
      {t(`attribute.sources.${held.source}`)} ·{' '}
      <span title={held.consentAt ? format.instant(held.consentAt) : undefined}>{consent}</span>
    </small>
  );
}

function EditDialog(props: {
  definition: ListedAttribute;
  held: MemberAttribute | undefined;
  communityId: string;
  memberId: string;
  onClose: () => void;
}) {
  const { definition, held, communityId, memberId, onClose } = props;
  const { t } = useTranslation();
  const words = useAttributeWords();
  const client = useQueryClient();
  const [value, setValue] = useState<AttributeValue | undefined>(held?.value ?? undefined);
  const [source, setSource] = useState<'member' | 'operator'>(held?.source === 'member' ? 'member' : 'operator');
  const [consent, setConsent] = useState(held?.consent ?? 'unknown');
  const [how, setHow] = useState(held?.consentHow ?? '');
  const refused = consent === 'refused';
  const key = memberQuery(communityId, memberId).queryKey;
  const done = ({ attributes }: { attributes: MemberAttribute[] }) => {
    client.setQueryData(key, (now) => now && { ...now, attributes });
    void client.invalidateQueries({ queryKey: ['members', communityId] });
    void client.invalidateQueries(attributesQuery(communityId));
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      setMemberAttribute(communityId, memberId, definition.key, {
        value: refused ? null : value,
        source,
        consent,
        consentHow: how.trim(),
      }),
    onSuccess: done,
  });
  const clear = useMutation({
    mutationFn: () => clearMemberAttribute(communityId, memberId, definition.key),
    onSuccess: done,
  });
  const error = save.error ?? clear.error;
  return (
    <Modal
      open
      title={t('attribute.set', { name: words.name(definition) })}
      onCancel={onClose}
      destroyOnHidden
      footer={
        <div className="q-dialog-foot">
          {held ? (
            <Button danger type="text" onClick={() => clear.mutate()} loading={clear.isPending}>
              {t('attribute.clear')}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t('form.cancel')}</Button>
          <Button
            type="primary"
            disabled={!refused && value === undefined}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('form.save')}
          </Button>
        </div>
      }
    >
      <div className="q-attribute-form">
        {refused ? null : (
          <Field label={t('attribute.value')}>
            {({ id }) => <AttributeInput id={id} definition={definition} value={value} onChange={setValue} />}
          </Field>
        )}
        <Field label={t('attribute.source')}>
          {({ id }) => (
            <Select
              id={id}
              value={source}
              options={(['member', 'operator'] as const).map((one) => ({
                value: one,
                label: t(`attribute.saidBy.${one}`),
              }))}
              onChange={setSource}
            />
          )}
        </Field>
        <Field label={t('attribute.consent')} {...(refused ? { hint: t('attribute.refusedHint') } : {})}>
          {({ id }) => (
            <Select
              id={id}
              value={consent}
              options={CONSENTS.map((one) => ({ value: one, label: t(`attribute.consents.${one}`) }))}
              onChange={setConsent}
            />
          )}
        </Field>
        {consent === 'given' || refused ? (
          <Field label={t('attribute.consentHow')} hint={t('attribute.consentHowHint')}>
            {(control) => (
              <Input {...control} value={how} maxLength={200} onChange={(event) => setHow(event.target.value)} />
            )}
          </Field>
        ) : null}
        {error ? (
          <p className="q-field-error" role="alert">
            {describeError(error, t).title} {describeError(error, t).detail}
          </p>
        ) : null}
      </div>
    </Modal>
  );
}
