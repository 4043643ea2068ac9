import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { renameMe } from '../../api/account.ts';
import { meQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';

/** Name and e-mail. */
export function ProfilePanel() {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  if (!me?.operator) return null;
  return (
    <section className="q-panel">
      <header className="q-panel-head">
        <h2>{t('account.profile')}</h2>
      </header>
      <ProfileForm name={me.operator.name} email={me.operator.email} />
    </section>
  );
}

function ProfileForm({ name: present, email }: { name: string; email: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [name, setName] = useState(present);
  const save = useMutation({
    mutationFn: () => renameMe(name.trim()),
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me);
      void message.success(t('account.saved'));
    },
  });
  return (
    <form
      className="q-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorNotice error={save.error} />
      <Field label={t('auth.setup.name')}>
        {(control) => (
          <Input
            {...control}
            name="name"
            autoComplete="name"
            required
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('auth.email')} hint={t('account.emailHint')}>
        {(control) => <Input {...control} name="email" readOnly value={email} />}
      </Field>
      <div className="q-form-actions">
        <Button htmlType="submit" loading={save.isPending} disabled={!name.trim() || name.trim() === present}>
          {t('form.save')}
        </Button>
      </div>
    </form>
  );
}
