import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Input, Modal, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { createWorkspace, renameWorkspace, requireSecondFactor, switchWorkspace } from '../../api/account.ts';
import { meQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';

/** The workspace's name, and a further one: for owners. */
export function WorkspacePanel() {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  const [making, setMaking] = useState(false);
  if (!me) return null;
  return (
    <section className="q-panel">
      <header className="q-panel-head">
        <h2>{t('team.workspace.title')}</h2>
        <Button size="small" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
          {t('team.workspace.new')}
        </Button>
      </header>
      <div className="q-column">
        <RenameForm key={me.workspace.id} name={me.workspace.name} />
        <SecondFactorSwitch required={me.workspace.secondFactorRequired} own={me.operator?.secondFactor ?? false} />
      </div>
      {making ? <NewWorkspaceDialog onClose={() => setMaking(false)} /> : null}
    </section>
  );
}

function RenameForm({ name: present }: { name: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [name, setName] = useState(present);
  const rename = useMutation({
    mutationFn: () => renameWorkspace(name.trim()),
    onSuccess: async () => {
      await client.invalidateQueries(meQuery);
      void message.success(t('account.saved'));
    },
  });
  return (
    <form
      className="q-form q-form-line"
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate();
      }}
    >
      <ErrorNotice error={rename.error} />
      <Field label={t('auth.setup.workspace')}>
        {(control) => (
          <Input
            {...control}
            name="workspace"
            required
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Button htmlType="submit" loading={rename.isPending} disabled={!name.trim() || name.trim() === present}>
        {t('form.save')}
      </Button>
    </form>
  );
}

/** Whether everybody needs an authenticator app; only who has one may ask for it. */
function SecondFactorSwitch({ required, own }: { required: boolean; own: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: requireSecondFactor,
    onSuccess: () => client.invalidateQueries(meQuery),
  });
  return (
    <div className="q-form">
      <ErrorNotice error={change.error} />
      <label className="q-keys-switch">
        <Switch
          checked={required}
          loading={change.isPending}
          disabled={!required && !own}
          onChange={(next) => change.mutate(next)}
        />
        <span>{t('team.workspace.secondFactor')}</span>
      </label>
      <p className="q-faint">
        {t(own || required ? 'team.workspace.secondFactorHint' : 'team.workspace.secondFactorOwn')}
      </p>
    </div>
  );
}

function NewWorkspaceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: async () => switchWorkspace((await createWorkspace(name.trim())).id),
    onSuccess: async () => {
      onClose();
      client.clear();
      await navigate({ to: '/communities/new' });
    },
  });
  return (
    <Modal
      open
      title={t('team.workspace.new')}
      onCancel={onClose}
      okText={t('team.workspace.create')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: !name.trim(), loading: make.isPending }}
      onOk={() => make.mutate()}
    >
      <div className="q-form q-dialog">
        <ErrorNotice error={make.error} />
        <Field label={t('auth.setup.workspace')} hint={t('team.workspace.newHint')}>
          {(control) => (
            <Input
              {...control}
              name="new-workspace"
              autoFocus
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
