import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectorView } from '../../../../../src/modules/connections/connector.contract.ts';
import type { ConnectionView } from '../../../../../src/modules/connections/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { testConnection, updateConnection } from '../../api/connections.ts';
import { communitiesQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { ConnectorFields, faultsOf, isFilled } from './connector-fields.tsx';
import { TestResult } from './test-result.tsx';
import { useConnectionChange } from './use-connection-change.ts';

/** The name, home and form of a connection. Secrets are not shown; those left empty stay as they are. */
export function SettingsPanel({ connection, connector }: { connection: ConnectionView; connector: ConnectorView }) {
  const { t } = useTranslation();
  const { data: communities = [] } = useQuery(communitiesQuery);
  const [name, setName] = useState(connection.name);
  const [communityId, setCommunityId] = useState(connection.communityId);
  const [settings, setSettings] = useState(connection.settings);
  const test = useMutation({ mutationFn: () => testConnection(connection.id, settings) });
  const save = useConnectionChange(() => updateConnection(connection.id, { name: name.trim(), communityId, settings }));
  const filled = isFilled(connector.fields, settings, connection.secretsSet);
  return (
    <Panel title={t('connections.tabs.settings')}>
      <form
        className="q-form q-connection-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Field label={t('connections.name')}>
          {(control) => (
            <Input {...control} maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label={t('connections.home')} hint={t('connections.homeHint')}>
          {({ id }) => (
            <Select
              id={id}
              allowClear
              placeholder={t('connections.nowhere')}
              value={communityId}
              onChange={(value: string | undefined) => setCommunityId(value ?? null)}
              options={communities.map((one) => ({ value: one.id, label: one.name }))}
            />
          )}
        </Field>
        <ConnectorFields
          fields={connector.fields}
          value={settings}
          onChange={setSettings}
          secretsSet={connection.secretsSet}
          faults={faultsOf(save.error ?? test.error)}
        />
        <ErrorNotice error={save.error ?? test.error} />
        <TestResult result={test.data} />
        <div className="q-connection-actions">
          <Button disabled={!filled} loading={test.isPending} onClick={() => test.mutate()}>
            {t('connections.test.do')}
          </Button>
          <Button type="primary" htmlType="submit" disabled={!filled || !name.trim()} loading={save.isPending}>
            {t('connections.save')}
          </Button>
          {save.isSuccess ? (
            <span className="q-faint" role="status">
              {t('connections.saved')}
            </span>
          ) : null}
        </div>
      </form>
    </Panel>
  );
}
