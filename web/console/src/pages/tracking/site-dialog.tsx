import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Radio, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CONSENTS, originSchema, type Consent, type Site } from '../../../../../src/modules/growth/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { saveSite, trackingQuery } from '../../api/tracking.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';

const originsOf = (text: string): string[] => text.split(/[\s,，]+/).filter(Boolean);

/** Registers or changes a web site. */
export function SiteDialog({ site, onClose }: { site: Site | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const client = useQueryClient();
  const [name, setName] = useState(site?.name ?? '');
  const [origins, setOrigins] = useState(site?.origins.join('\n') ?? '');
  const [consent, setConsent] = useState<Consent>(site?.consent ?? 'ask');
  const [archived, setArchived] = useState(Boolean(site?.archivedAt));
  const save = useMutation({
    mutationFn: () =>
      saveSite(community.id, site?.id, { name, origins: originsOf(origins), consent, ...(site && { archived }) }),
    onSuccess: async () => {
      await client.invalidateQueries(trackingQuery(community.id));
      onClose();
    },
  });
  const wrong = originsOf(origins).find((origin) => !originSchema.safeParse(origin).success);
  return (
    <Modal
      open
      title={t(site ? 'tracking.editSite' : 'tracking.newSite')}
      onCancel={onClose}
      okText={t('form.save')}
      cancelText={t('form.cancel')}
      okButtonProps={{
        disabled: !name.trim() || originsOf(origins).length === 0 || wrong !== undefined,
        loading: save.isPending,
      }}
      onOk={() => save.mutate()}
    >
      <div className="q-form q-dialog">
        <ErrorNotice error={save.error} />
        <Field label={t('tracking.name')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t('tracking.origins')}
          hint={t('tracking.originsHint')}
          {...(wrong !== undefined && { error: t('tracking.originWrong', { origin: wrong }) })}
        >
          {(control) => (
            <Input.TextArea
              {...control}
              rows={2}
              placeholder="https://shop.example"
              value={origins}
              onChange={(event) => setOrigins(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="q-choices">
          <legend>{t('tracking.consent')}</legend>
          <Radio.Group value={consent} onChange={(event) => setConsent(event.target.value as Consent)}>
            {CONSENTS.map((one) => (
              <Radio key={one} value={one}>
                {t(`tracking.consents.${one}`)}
                <small className="q-faint">{t(`tracking.consentHint.${one}`)}</small>
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
        {site ? (
          <label className="q-switch-line">
            <Switch checked={archived} onChange={setArchived} />
            <span>{t('tracking.archiveSite')}</span>
          </label>
        ) : null}
      </div>
    </Modal>
  );
}
