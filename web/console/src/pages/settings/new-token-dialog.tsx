import { CopyOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Right } from '../../../../../src/modules/identity/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { meQuery } from '../../api/session.ts';
import { createToken, tokensQuery } from '../../api/tokens.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';

const LIFETIMES = [30, 90, 365, 0] as const;

/** Makes a token: a name, what it may do, how long. The secret is shown once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const [name, setName] = useState('');
  const [rights, setRights] = useState<Right[]>(['events.write']);
  const [days, setDays] = useState<number>(365);
  const make = useMutation({
    mutationFn: () => createToken({ name: name.trim(), rights, expiresInDays: days || null }),
    onSuccess: () => client.invalidateQueries(tokensQuery),
  });
  if (make.data) return <TokenMade secret={make.data.token} onClose={onClose} />;
  return (
    <Modal
      open
      title={t('tokens.new')}
      onCancel={onClose}
      okText={t('tokens.create')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: !name.trim() || rights.length === 0, loading: make.isPending }}
      onOk={() => make.mutate()}
    >
      <div className="q-form q-dialog">
        <ErrorNotice error={make.error} />
        <Field label={t('tokens.name')} hint={t('tokens.nameHint')}>
          {(control) => (
            <Input
              {...control}
              name="token-name"
              autoFocus
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="q-choices">
          <legend>{t('tokens.rights')}</legend>
          <Checkbox.Group value={rights} onChange={(chosen) => setRights(chosen as Right[])} className="q-rights">
            {me?.rights.map((right) => (
              <Checkbox key={right} value={right}>
                {t(`right.${right.replace('.', '_')}`)}
              </Checkbox>
            ))}
          </Checkbox.Group>
        </fieldset>
        <Field label={t('tokens.lifetime')}>
          {(control) => (
            <Select
              {...control}
              value={days}
              onChange={setDays}
              options={LIFETIMES.map((value) => ({
                value,
                label: value ? t('tokens.days', { days: value }) : t('tokens.noExpiry'),
              }))}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}

function TokenMade({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      void message.success(t('tokens.copied'));
    } catch {
      void message.info(t('tokens.copyYourself'));
    }
  };
  return (
    <Modal
      open
      title={t('tokens.madeTitle')}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('tokens.kept')}
        </Button>
      }
    >
      <div className="q-form q-dialog">
        <Notice kind="info" title={t('tokens.once')}>
          {t('tokens.onceDetail')}
        </Notice>
        <div className="q-secret">
          <code data-test="secret">{secret}</code>
          <Button icon={<CopyOutlined />} onClick={() => void copy()}>
            {t('tokens.copy')}
          </Button>
        </div>
        <pre className="q-example">{`curl -X POST '${location.origin}/api/v1/events?community=…' \\\n  -H 'authorization: Bearer ${secret.slice(0, 6)}…' \\\n  -H 'content-type: application/json' \\\n  -d '{"events":[{"id":"1","member":"u1","kind":"message","at":"${new Date().toISOString()}","text":"…"}]}'`}</pre>
      </div>
    </Modal>
  );
}
