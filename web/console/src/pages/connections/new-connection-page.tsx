import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectorView } from '../../../../../src/modules/connections/connector.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { connectorsQuery, createConnection, testSettings } from '../../api/connections.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { ConnectorFields, faultsOf, initialSettings, isFilled } from './connector-fields.tsx';
import { TestResult } from './test-result.tsx';
import { useBoth } from './use-both.ts';
import { useConnectionChange } from './use-connection-change.ts';
import './connections.css';

/** Sets a connection up: which platform, then its form, tried before it is kept. */
export function NewConnectionPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { connector: chosen } = useSearch({ from: '/app/c/$community/connections/new' });
  const { data, error, refetch } = useQuery(connectorsQuery);
  usePageTitle(t('connections.add'), community.name);
  const connector = data?.connectors.find(({ id }) => id === chosen);
  return (
    <>
      <div className="q-page-head">
        <div>
          <p>
            <Link to="/c/$community/connections" params={{ community: community.key }}>
              {t('connections.title')}
            </Link>
          </p>
          <h1>{t('connections.add')}</h1>
          <p>{t(connector ? 'connections.fillIn' : 'connections.choose')}</p>
        </div>
      </div>
      {error && !data ? (
        <section className="q-panel">
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        </section>
      ) : !data ? (
        <section className="q-panel">
          <Skeleton rows={6} height={28} />
        </section>
      ) : connector ? (
        <ConnectionForm key={connector.id} connector={connector} />
      ) : (
        <ConnectorGallery connectors={data.connectors} />
      )}
    </>
  );
}

function ConnectorGallery({ connectors }: { connectors: readonly ConnectorView[] }) {
  const { t } = useTranslation();
  const both = useBoth();
  const community = useCommunity();
  return (
    <ul className="q-connectors">
      {connectors.map((connector) => (
        <li key={connector.id}>
          <Link
            to="/c/$community/connections/new"
            params={{ community: community.key }}
            search={{ connector: connector.id }}
            className="q-panel q-connector"
          >
            <h2>{both(connector.name)}</h2>
            <p>{both(connector.about)}</p>
            <small className="q-faint">
              {t('connections.can', {
                sends: connector.capabilities.sends.map((kind) => t(`messages.contents.${kind}`)).join(' · '),
              })}
              {connector.capabilities.confirmed ? ` · ${t('connections.confirmed')}` : ''}
            </small>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function ConnectionForm({ connector }: { connector: ConnectorView }) {
  const { t } = useTranslation();
  const both = useBoth();
  const community = useCommunity();
  const navigate = useNavigate({ from: '/c/$community/connections/new' });
  const [name, setName] = useState('');
  const [settings, setSettings] = useState(() => initialSettings(connector.fields));
  const test = useMutation({ mutationFn: () => testSettings(connector.id, settings) });
  const save = useConnectionChange(
    () =>
      createConnection({
        connector: connector.id,
        name: name.trim() || both(connector.name),
        communityId: community.id,
        settings,
      }),
    ({ id }) =>
      void navigate({
        to: '/c/$community/connections/$connection',
        params: { community: community.key, connection: id },
      }),
  );
  const filled = isFilled(connector.fields, settings, []);
  return (
    <Panel title={both(connector.name)} note={both(connector.about)}>
      <form
        className="q-form q-connection-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Field label={t('connections.name')} hint={t('connections.nameHint')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={120}
              placeholder={both(connector.name)}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ConnectorFields
          fields={connector.fields}
          value={settings}
          onChange={setSettings}
          faults={faultsOf(save.error ?? test.error)}
        />
        <ErrorNotice error={save.error ?? test.error} />
        <TestResult result={test.data} />
        <div className="q-connection-actions">
          <Button disabled={!filled} loading={test.isPending} onClick={() => test.mutate()}>
            {t('connections.test.do')}
          </Button>
          <Button type="primary" htmlType="submit" disabled={!filled} loading={save.isPending}>
            {t('connections.create')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
