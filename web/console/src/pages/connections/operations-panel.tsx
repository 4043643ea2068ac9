import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectorView } from '../../../../../src/modules/connections/connector.contract.ts';
import type { ConnectionView } from '../../../../../src/modules/connections/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { operate } from '../../api/connections.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { ConnectorFields, faultsOf, initialSettings, isFilled } from './connector-fields.tsx';
import { useBoth } from './use-both.ts';
import { useConnectionChange } from './use-connection-change.ts';

type Operation = ConnectorView['operations'][number];

/** Things of the platform's own: codes with a parameter, menus, ways to join. */
export function OperationsPanel({ connection, connector }: { connection: ConnectionView; connector: ConnectorView }) {
  const both = useBoth();
  return (
    <div className="q-connection-operations">
      {connector.operations.map((operation) => (
        <Panel
          key={operation.key}
          title={both(operation.label)}
          note={operation.about ? both(operation.about) : undefined}
        >
          <OperationForm connectionId={connection.id} operation={operation} />
        </Panel>
      ))}
    </div>
  );
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

function OperationForm({ connectionId, operation }: { connectionId: string; operation: Operation }) {
  const { t } = useTranslation();
  const [values, setValues] = useState(() => initialSettings(operation.fields));
  const run = useConnectionChange(() => operate(connectionId, operation.key, values));
  return (
    <form
      className="q-form"
      onSubmit={(event) => {
        event.preventDefault();
        run.mutate(undefined);
      }}
    >
      <ConnectorFields fields={operation.fields} value={values} onChange={setValues} faults={faultsOf(run.error)} />
      <ErrorNotice error={run.error} />
      <Button htmlType="submit" loading={run.isPending} disabled={!isFilled(operation.fields, values, [])}>
        {t(operation.changes ? 'connections.operations.run' : 'connections.operations.read')}
      </Button>
      {run.data?.fate === 'done' ? (
        <dl className="q-connection-result" role="status">
          {Object.entries(run.data.result ?? {}).map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{shown(value)}</dd>
            </div>
          ))}
          {Object.keys(run.data.result ?? {}).length === 0 ? <div>{t('connections.operations.done')}</div> : null}
        </dl>
      ) : run.data ? (
        <Notice title={t(`connections.operations.fates.${run.data.fate}`)}>{run.data.reason ?? run.data.code}</Notice>
      ) : null}
    </form>
  );
}
