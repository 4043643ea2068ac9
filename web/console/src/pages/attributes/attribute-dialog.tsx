import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ATTRIBUTE_TYPES, type AttributeDefinition } from '../../../../../src/modules/members/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { attributesQuery, saveAttribute } from '../../api/member-work.ts';
import { describeError } from '../../shell/describe-error.ts';

/** Choices as they are written: one a line, an English name behind a bar. All have one, or none counts. */
export function readChoices(text: string): { choices: string[]; choicesEn: string[] } {
  const lines = text
    .split('\n')
    .map((line) => line.split(/[|｜]/).map((part) => part.trim()))
    .filter(([choice]) => choice);
  const english = lines.map(([, name]) => name ?? '');
  return {
    choices: lines.map(([choice]) => choice!),
    choicesEn: english.some(Boolean) ? english : [],
  };
}

const writeChoices = ({ choices, choicesEn }: Pick<AttributeDefinition, 'choices' | 'choicesEn'>): string =>
  choices.map((choice, at) => (choicesEn[at] ? `${choice} | ${choicesEn[at]}` : choice)).join('\n');

/** Makes an attribute, or changes names and choices of one. */
export function AttributeDialog(props: { communityId: string; attribute?: AttributeDefinition; onClose: () => void }) {
  const { communityId, attribute, onClose } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState(attribute?.name ?? '');
  const [nameEn, setNameEn] = useState(attribute?.nameEn ?? '');
  const [key, setKey] = useState(attribute?.key ?? '');
  const [type, setType] = useState<AttributeDefinition['type']>(attribute?.type ?? 'text');
  const [choices, setChoices] = useState(attribute ? writeChoices(attribute) : '');
  const chosen = type === 'choice' || type === 'choices';
  const save = useMutation({
    mutationFn: () =>
      saveAttribute(communityId, attribute?.id, {
        name: name.trim(),
        nameEn: nameEn.trim(),
        ...(chosen ? readChoices(choices) : {}),
        ...(attribute ? {} : { key, type }),
      }),
    onSuccess: async () => {
      await client.invalidateQueries(attributesQuery(communityId));
      onClose();
    },
  });
  const keyFits = /^[a-z][a-z0-9_]{0,39}$/.test(key);
  const ready = name.trim() !== '' && keyFits && (!chosen || readChoices(choices).choices.length > 0);
  return (
    <Modal
      open
      title={t(attribute ? 'attribute.edit' : 'attribute.new')}
      onCancel={onClose}
      onOk={() => save.mutate()}
      okText={t('form.save')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: !ready, loading: save.isPending }}
      destroyOnHidden
    >
      <div className="q-attribute-form">
        <Field label={t('attribute.name')}>
          {(control) => (
            <Input {...control} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label={t('attribute.nameEn')}>
          {(control) => (
            <Input {...control} value={nameEn} maxLength={60} onChange={(event) => setNameEn(event.target.value)} />
          )}
        </Field>
        {attribute ? null : (
          <>
            <Field label={t('attribute.key')} hint={t('attribute.keyHint')}>
              {(control) => (
                <Input
                  {...control}
                  value={key}
                  maxLength={40}
                  {...(key !== '' && !keyFits ? { status: 'error' as const } : {})}
                  onChange={(event) => setKey(event.target.value)}
                />
              )}
            </Field>
            <Field label={t('attribute.type')}>
              {({ id }) => (
                <Select
                  id={id}
                  value={type}
                  options={ATTRIBUTE_TYPES.map((value) => ({ value, label: t(`attribute.types.${value}`) }))}
                  onChange={setType}
                />
              )}
            </Field>
          </>
        )}
        {chosen ? (
          <Field label={t('attribute.choices')} hint={t('attribute.choicesHint')}>
            {(control) => (
              <Input.TextArea
                {...control}
                autoSize={{ minRows: 4, maxRows: 12 }}
                value={choices}
                onChange={(event) => setChoices(event.target.value)}
              />
            )}
          </Field>
        ) : null}
        {save.error ? (
          <p className="q-field-error" role="alert">
            {describeError(save.error, t).title} {describeError(save.error, t).detail}
          </p>
        ) : null}
      </div>
    </Modal>
  );
}
