import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Input, Modal, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { destinationSchema, type TrackedLink } from '../../../../../src/modules/growth/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { saveLink, trackingQuery } from '../../api/tracking.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';

const EMPTY = { name: '', destination: '', source: '', medium: '', campaign: '', passesUtm: true };

/** Makes or changes a tracked link. */
export function LinkDialog({ link, onClose }: { link: TrackedLink | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const [fields, setFields] = useState({
    ...EMPTY,
    ...link,
    archived: link?.archivedAt !== null && link !== undefined,
  });
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const save = useMutation({
    mutationFn: () => {
      const { name, destination, source, medium, campaign, passesUtm, archived } = fields;
      return saveLink(community.id, link?.id, {
        name,
        destination,
        source,
        medium,
        campaign,
        passesUtm,
        ...(link && { archived }),
      });
    },
    onSuccess: async () => {
      await client.invalidateQueries(trackingQuery(community.id));
      onClose();
    },
  });
  const wrong = fields.destination !== '' && !destinationSchema.safeParse(fields.destination).success;
  return (
    <Modal
      open
      title={t(link ? 'tracking.editLink' : 'tracking.newLink')}
      onCancel={onClose}
      okText={t('form.save')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: !fields.name.trim() || !fields.destination || wrong, loading: save.isPending }}
      onOk={() => save.mutate()}
    >
      <div className="q-form q-dialog">
        <ErrorNotice error={save.error} />
        <Field label={t('tracking.name')} hint={t('tracking.linkNameHint')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={120}
              value={fields.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={t('tracking.destination')}
          hint={t('tracking.destinationHint')}
          {...(wrong && { error: t('tracking.destinationWrong') })}
        >
          {(control) => (
            <Input
              {...control}
              type="url"
              placeholder="https://"
              value={fields.destination}
              onChange={(event) => set({ destination: event.target.value.trim() })}
            />
          )}
        </Field>
        <div className="q-field-row">
          {(['source', 'medium', 'campaign'] as const).map((key) => (
            <Field key={key} label={t(`tracking.${key}`)} hint={t(`tracking.${key}Hint`)}>
              {(control) => (
                <Input
                  {...control}
                  maxLength={80}
                  value={fields[key]}
                  onChange={(event) => set({ [key]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <Checkbox checked={fields.passesUtm} onChange={(event) => set({ passesUtm: event.target.checked })}>
          {t('tracking.passesUtm')}
        </Checkbox>
        {link ? (
          <label className="q-switch-line">
            <Switch checked={fields.archived} onChange={(archived) => set({ archived })} />
            <span>{t('tracking.archiveLink')}</span>
          </label>
        ) : null}
      </div>
    </Modal>
  );
}
